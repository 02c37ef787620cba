import { describe, expect, test } from 'vitest';
import { floorOf, layOut, nameEms, tilesOf } from '../src/model/rooms';
import { aDevice, anAlert, aPlace, aSite } from './make';

describe('Floors', () => {
  test.each([['101', '1'], ['120', '1'], ['320', '3'], ['1201', '12'], ['101A', '1'], ['康复室', 'other'], ['7', 'other']])('room %s: %s', (name, floor) => {
    expect(floorOf({ kind: 'room', name })).toBe(floor);
  });
  test('a dwelling is a home, whatever its number', () => expect(floorOf({ kind: 'home', name: '001' })).toBe('homes'));
});

describe('The room grid', () => {
  const places = [aPlace('康复室'), aPlace('201'), aPlace('1001'), aPlace('110'), aPlace('102'), aPlace('002', 'home', 'riverside'), aPlace('001', 'home', 'riverside')];

  test('groups rooms by floor upwards, rooms without a floor last, homes on their own', () => {
    const grid = layOut([aSite('sunshine'), aSite('riverside')], places);
    expect(grid.map(({ site, groups }) => [site.id, ...groups.map(({ floor, places: of }) => `${floor}: ${of.map(({ name }) => name).join(' ')}`)])).toEqual([
      ['sunshine', '1: 102 110', '2: 201', '10: 1001', 'other: 康复室'],
      ['riverside', 'homes: 001 002'],
    ]);
  });

  test('shows the worst alert, how many there are, and how many devices are silent', () => {
    const here = { placeId: 'sunshine-102' };
    const alerts = [anAlert({ id: 'a', priority: 'low', ...here }), anAlert({ id: 'b', priority: 'high', state: 'arrived', ...here })];
    const devices = [aDevice({ id: 'd1', online: false, ...here }), aDevice({ id: 'd2', ...here }), aDevice({ id: 'd3', online: null, ...here })];
    const tile = tilesOf([aPlace('101'), aPlace('100'), aPlace('102')], alerts, devices).get('sunshine-102');
    expect([tile!.worst?.id, tile!.openAlerts, tile!.silentDevices]).toEqual(['b', 2, 1]);
  });

  test('rings as long as nobody has answered one of the worst priority, be it not the most acute', () => {
    const ringing = (...alerts: Parameters<typeof anAlert>[0][]) =>
      tilesOf([aPlace('101')], alerts.map((over, n) => anAlert({ id: `a${n}`, ...over })), []).get('sunshine-101')!.ringing;
    expect(ringing({ kind: 'fire', state: 'arrived' }, { kind: 'help', state: 'open' })).toBe(true);
    expect(ringing({ kind: 'fire', state: 'arrived' }, { kind: 'help', state: 'acknowledged' })).toBe(false);
    expect(ringing({ state: 'arrived' }, { kind: 'battery', priority: 'low', state: 'open' })).toBe(false);
    expect(ringing()).toBe(false);
  });

  test('does not call a room calm when none of its devices is online', () => {
    const devices = [aDevice({ id: 'd1', online: null }), aDevice({ id: 'd2', online: false }), aDevice({ id: 'd3', placeId: 'sunshine-102' })];
    const tiles = tilesOf([aPlace('101'), aPlace('102'), aPlace('103')], [], devices);
    expect([...tiles.values()].map(({ place, watched }) => [place.name, watched])).toEqual([['101', false], ['102', true], ['103', false]]);
  });
});

test('A press redraws its own room alone', () => {
  const places = [aPlace('101'), aPlace('102')];
  const alert = anAlert({ id: 'a', placeId: 'sunshine-102' });
  const before = tilesOf(places, [alert], [aDevice()]);
  const after = tilesOf(places, [alert, anAlert({ id: 'b', placeId: 'sunshine-101' })], [aDevice()], [], before);
  expect(after.get('sunshine-102')).toBe(before.get('sunshine-102'));
  expect(after.get('sunshine-101')).not.toBe(before.get('sunshine-101'));
});

test('A Chinese name is given more room than a number of as many letters', () => {
  expect(nameEms('101')).toBeLessThan(nameEms('1201'));
  expect(nameEms('康复室')).toBeGreaterThan(nameEms('1201'));
});
