import { describe, expect, test } from 'vitest';
import type { Device } from '../src/model/contract';
import { foldSilence, silentDevices } from '../src/model/silent';
import { aDevice, anAlert, anIncident, at } from './make';

const lost = (id: string, over: Partial<Device> = {}) => aDevice({ id, online: false, ...over });
const inside = (...ids: string[]) => ids.map((deviceId) => ({ kind: 'offline' as const, placeId: null, place: null, deviceId, since: at(0), count: 1, ringsAt: null }));

/** "power i-1: a b | gateway g: c | d": the folds, and last the rest. */
function fold(devices: readonly Device[], incidents: Parameters<typeof foldSilence>[1] = []): string {
  const { folds, each } = foldSilence(silentDevices(devices, []), incidents, devices);
  const ids = (silent: readonly { key: string }[]) => silent.map(({ key }) => key).join(' ');
  return [...folds.map(({ cause, id, silent }) => `${cause} ${id}: ${ids(silent)}`), ids(each)].join(' | ');
}

describe('Silent devices stand under what silenced them', () => {
  test('each on its own when nothing is known', () => expect(fold([lost('a'), lost('b'), aDevice({ id: 'c' })])).toBe('a b'));
  test('those inside a power cut as one', () =>
    expect(fold([lost('a'), lost('b'), lost('c')], [anIncident({ id: 'i-1', kind: 'power', inside: inside('a', 'c') })])).toBe('power i-1: a c | b'));
  test('those behind a gateway that is silent itself, and it with them', () =>
    expect(fold([lost('g', { class: 'gateway' }), lost('a', { via: 'g' }), lost('b'), lost('c', { via: 'elsewhere' })])).toBe('gateway g: a g | b c'));
  test('not those behind a gateway that speaks', () => expect(fold([aDevice({ id: 'g' }), lost('a', { via: 'g' })])).toBe('a'));
  test('once, under the incident before the gateway', () =>
    expect(fold([lost('g'), lost('a', { via: 'g' }), lost('b', { via: 'g' })], [anIncident({ id: 'i-1', kind: 'power', inside: inside('a') })])).toBe('gateway g: b g | power i-1: a | '));
  test('the largest fold first', () =>
    expect(fold([lost('a'), lost('b'), lost('c')], [anIncident({ id: 'i-1', inside: inside('a') }), anIncident({ id: 'i-2', kind: 'power', inside: inside('b', 'c') })]))
      .toBe('power i-2: b c | gateway i-1: a | '));
  test('never under a flood or a fire: those silence nothing', () =>
    expect(fold([lost('a')], [anIncident({ kind: 'flood', inside: inside('a') }), anIncident({ kind: 'fire', inside: inside('a') })])).toBe('a'));
  test('and those that speak again, or were never lost, are in no fold', () =>
    expect(fold([aDevice({ id: 'a' })], [anIncident({ kind: 'power', inside: inside('a') })])).toBe(''));
});

test('377 silent devices are 377, each once, in folds and rest together', () => {
  const devices = Array.from({ length: 377 }, (_, n) => lost(`d${n}`, n % 3 === 0 ? { via: 'd1' } : {}));
  const { folds, each } = foldSilence(silentDevices(devices, [anAlert({ kind: 'offline', device: { id: 'd5', model: 'smoke' } })]), [anIncident({ kind: 'power', inside: inside('d2', 'd4') })], devices);
  const all = [...folds.flatMap(({ silent }) => silent), ...each].map(({ key }) => key);
  expect([all.length, new Set(all).size]).toEqual([377, 377]);
});
