import { describe, expect, test } from 'vitest';
import { stepsOf } from '../src/admin/upkeep/steps';
import type { UpkeepItem } from '../src/admin/model/contract';

const item = (of: Partial<UpkeepItem>): UpkeepItem => ({
  id: '1', kind: 'round', type: 'other', siteId: 's', title: 't', state: 'open', placeId: null, place: null, where: null, number: null, text: null, madeOn: null, expiresOn: null, dueOn: null, dueAt: null,
  everyMonths: null, happenedAt: null, alertId: null, overdue: false, expired: false, ageDays: 0, photo: null, createdAt: '2026-01-01T00:00:00.000Z', createdBy: 'li', events: [], ...of,
});
const event = (step: 'fixed' | 'submitted', by = 'li') => ({ at: '2026-01-01T00:00:00.000Z', by, step, due: null, late: false, note: null, authority: null, reference: null, expired: null });

describe('What may be done about it now', () => {
  test.each([
    ['a round', item({}), 'li', ['done', 'skipped']],
    ['a hazard', item({ kind: 'hazard' }), 'li', ['fixed']],
    ['a hazard that somebody else set right', item({ kind: 'hazard', state: 'waiting', events: [event('fixed', 'wang')] }), 'li', ['verified', 'rejected']],
    ['a hazard that one set right oneself', item({ kind: 'hazard', state: 'waiting', events: [event('fixed')] }), 'li', ['rejected']],
    ['an incident', item({ kind: 'report' }), 'li', ['submitted']],
    ['an incident without a receipt', item({ kind: 'report', state: 'waiting', events: [event('submitted')] }), 'li', ['received']],
    ['a periodic report of which one went out', item({ kind: 'report', everyMonths: 1, events: [event('submitted')] }), 'li', ['submitted', 'received']],
    ['what is closed', item({ state: 'closed' }), 'li', []],
  ] as const)('%s', (_name, of, user, steps) => expect(stepsOf(of, user, false)).toEqual(steps));
  test('who plans it retires it', () => expect(stepsOf(item({}), 'li', true)).toEqual(['done', 'skipped', 'retired']));
});
