import { describe, expect, test } from 'vitest';
import { isCalledFor, shownOf, take } from '../../src/family/model/alerts';
import { STORY_LINES } from '../../src/family/model/limits';
import { storyOf } from '../../src/family/model/story';
import type { HistoryEntry } from '../../src/model/contract';
import { anAlert, at, atMs } from '../make';
import { anElder } from './make';

const line = (what: HistoryEntry['what'], over: Partial<HistoryEntry> = {}): HistoryEntry => ({ seq: 1, at: at(0), what, by: null, note: null, says: null, ...over });
const keys = (...history: HistoryEntry[]) => storyOf({ history }).map(({ key }) => key);

describe('A story', () => {
  test('goes from the call to the end', () => expect(keys(line('raised'), line('escalated'), line('acknowledged', { by: '王护士' }), line('arrived', { by: '王护士' }), line('resolved', { by: '王护士', note: '扶起，无伤' })))
    .toEqual(['raised', 'asked', 'onTheWay', 'there', 'over']));
  test('keeps what staff released', () => expect(storyOf({ history: [line('resolved', { by: '王护士', note: '扶起，无伤' })] })[0]).toMatchObject({ by: '王护士', note: '扶起，无伤' }));
  test('that ended by itself has nobody who ended it', () => expect(keys(line('restored'), line('resolved'))).toEqual(['overByItself', 'overByItself']));
  test('leaves the bookkeeping of the house out', () => expect(keys(line('raised'), line('saved'), line('shelved', { by: 'x' }), line('gathered'), line('noted'))).toEqual(['raised']));
  test('tells what a relative does, and what one wrote', () => expect(keys(
    line('noted', { by: 'kin', note: 'x', says: [{ code: 'familyThere', values: { person: '王芳' } }] }), line('noted', { by: 'kin', note: '我马上到' }),
  )).toEqual(['relative', 'noted']));
  test('of many lines keeps how it began and the newest', () => {
    const history = Array.from({ length: 40 }, (_, n) => line(n === 0 ? 'raised' : 'repeated', { seq: n + 1 }));
    expect(storyOf({ history }).map(({ seq }) => seq)).toEqual([1, ...Array.from({ length: STORY_LINES - 1 }, (_, n) => 42 - STORY_LINES + n)]);
  });
});

describe('What is shown of one elder', () => {
  const mine = anAlert({ id: 'mine' });
  const fire = anAlert({ id: 'fire', kind: 'fire', elder: null, raisedAt: at(5) });
  const other = anAlert({ id: 'other', elder: { id: 'e2', name: '李' } });
  const battery = anAlert({ id: 'battery', kind: 'battery' });
  const over = anAlert({ id: 'over', state: 'resolved', resolvedAt: at(-60) });
  const old = anAlert({ id: 'old', state: 'resolved', resolvedAt: at(-90_000) });
  test('is hers and her room\'s, the newest first', () => {
    const shown = shownOf([mine, fire, other, battery, over, old], 'e1', 'sunshine-101', atMs(10));
    expect([shown.open, shown.devices, shown.ended].map((list) => list.map(({ id }) => id))).toEqual([['fire', 'mine'], ['battery'], ['over']]);
  });
  test('is the newest telling of it', () => {
    const newer = anAlert({ id: 'mine', seq: 5, state: 'acknowledged' });
    expect(take(take(take(new Map(), mine), newer), mine).get('mine')).toBe(newer);
  });
});

describe('Who is to see to it', () => {
  const contacts = { mode: 'order', people: [{ name: '王芳', relation: null, channels: [], quiet: null }, { name: '王强', relation: null, channels: [], quiet: null }] };
  const asked = [{ person: '王强', audience: 'family' as const, delivered: true }];
  test.each([
    ['the first', 0, anAlert(), true], ['the second, who was not asked', 1, anAlert(), false], ['the second, who was', 1, anAlert({ asked }), true],
    ['nobody once it is over', 0, anAlert({ state: 'resolved' }), false], ['nobody who is none of her contacts', null, anAlert({ asked }), false],
  ])('%s', (_, mine, alert, expected) => expect(isCalledFor(alert, anElder({}, { contacts, mine }))).toBe(expected));
});
