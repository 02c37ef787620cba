import { describe, expect, test } from 'vitest';
import type { Phrase } from '../src/model/contract';
import { badActors, standing, touchesIncident } from '../src/model/incidents';
import { anAlert, anIncident, at } from './make';

describe('What stands', () => {
  test('is what has not ended', () => {
    expect(standing([anIncident({ id: 'over', endedAt: at(9) }), anIncident({ id: 'stands' })]).map(({ id }) => id)).toEqual(['stands']);
  });

  test('begins with fire, then goes by cause and by how long it has stood', () => {
    const incidents = [
      anIncident({ id: 'flood', kind: 'flood', since: at(0) }), anIncident({ id: 'new gateway', since: at(9) }), anIncident({ id: 'old gateway', since: at(5) }),
      anIncident({ id: 'power', kind: 'power', since: at(20) }), anIncident({ id: 'fire', kind: 'fire', alert: null, since: at(30) }),
    ];
    expect(standing(incidents).map(({ id }) => id)).toEqual(['fire', 'power', 'old gateway', 'new gateway', 'flood']);
  });
});

describe('Incidents are asked for again', () => {
  const cases: [string, Parameters<typeof anAlert>[0], boolean][] = [
    ['when an alert belongs to one', { incident: 'i-a1' }, true],
    ['when something was put inside an alert', { kind: 'offline', gathered: 1 }, true],
    ['when the site itself speaks', { kind: 'system' }, true],
    ['not for a press', {}, false],
  ];
  test.each(cases)('%s', (_, over, wanted) => expect(touchesIncident(anAlert(over))).toBe(wanted));
});

describe('The bad actors of a flood', () => {
  const most = (name: string, kind: string, times: number) => ({ code: 'most', values: { name, kind, times: String(times) } });
  const said = (what: 'raised' | 'reopened', ...says: Phrase[]) => ({ seq: 1, at: at(0), what, by: null, note: 'x', says });

  test('stand in the note with which it was raised', () => {
    expect(badActors([said('raised', { code: 'flood', values: { count: '14' } }, most('door-118', 'offline', 5), most('smoke-320', 'battery', 3), most('gw:1', 'fault', 1))])).toEqual([
      { from: 'door-118', kind: 'offline', times: 5 }, { from: 'smoke-320', kind: 'battery', times: 3 }, { from: 'gw:1', kind: 'fault', times: 1 },
    ]);
  });

  test('are those of the last time when it came back', () => {
    expect(badActors([said('raised', most('door-1', 'offline', 5)), said('reopened', most('door-2', 'offline', 9))]).map(({ from }) => from)).toEqual(['door-2']);
  });

  test('are nobody when none is named, or an earlier version said it', () => {
    expect(badActors([said('raised', { code: 'flood', values: {} })])).toEqual([]);
    expect(badActors([{ seq: 1, at: at(0), what: 'raised', by: null, note: '9 alerts in 10 min; most: door-1 offline x5', says: null }])).toEqual([]);
    expect(badActors([])).toEqual([]);
  });
});
