import { describe, expect, test } from 'vitest';
import { ageOn, categoriesAt, draftOf, ledgerOf } from '../src/admin/elders/ledger';
import { browserName } from '../src/admin/model/browser';
import { Checks } from '../src/admin/model/checks';
import type { DeviceItem } from '../src/admin/model/contract';
import { csvOf } from '../src/admin/model/csv';
import { durationOf } from '../src/admin/model/duration';
import { roomIn } from '../src/admin/model/guess';
import { freeId, madePassword } from '../src/admin/model/ids';
import { plainText } from '../src/admin/model/plain';
import { compared } from '../src/admin/model/rehearsal';
import { answerTo } from '../src/admin/model/testing';
import { wanted } from '../src/admin/record/audit';
import { stepOf } from '../src/admin/start/steps';
import { standOf } from '../src/admin/webhooks/state';
import type { Webhook } from '../src/admin/model/contract';

const say = (key: string) => key;

describe('What is typed', () => {
  test.each([
    ['', 'check.required'], ['   ', 'check.required'], ['a b', 'check.id'], ['王', 'check.id'], ['x'.repeat(65), 'check.id'], ['room-101', undefined],
  ])('an id %j is %s', (id, wrong) => expect(new Checks(say).id('id', id).errors['id']).toBe(wrong));
  test.each([
    ['1234567', 'check.password'], ['x'.repeat(129), 'check.password'], ['Nurse-li-2026', 'check.passwordName'], ['correct horse', undefined],
  ])('a password %j is %s', (password, wrong) => expect(new Checks(say).password('password', password, 'nurse-li').errors['password']).toBe(wrong));
  test('the first thing that is wrong with a field is said', () => expect(new Checks(say).required('a', '').within('a', 9, 1, 3).errors).toEqual({ a: 'check.required' }));
  test('an empty number is within every limit', () => expect(new Checks(say).within('bed', null, 1, 9).errors).toEqual({}));
});

describe('An id', () => {
  test('comes from the name', () => expect(freeId('room', '101 East', new Set())).toBe('room-101-east'));
  test('is numbered for a Chinese name', () => expect(freeId('site', '阳光', new Set(['site-1']))).toBe('site-2'));
  test('is not one that is taken', () => expect(freeId('room', '101', new Set(['room-101', 'room-101-2']))).toBe('room-101-3'));
  test('A made password is long and of letters that cannot be mixed up', () => expect(madePassword()).toMatch(/^[a-hjkmnp-z2-9]{16}$/));
});

describe('The ledger', () => {
  test('counts full years', () => {
    expect(ageOn('1946-11-27', '2026-11-26')).toBe(79);
    expect(ageOn('1946-11-26', '2026-11-26')).toBe(80);
  });
  test('leaves advanced age to the birth date', () => {
    const draft = { ...draftOf(null, 'room-1'), categories: ['alone', 'advancedAge'] as const };
    expect(ledgerOf({ ...draft, categories: [...draft.categories], birthDate: '1940-01-01' }, false)).toMatchObject({ categories: ['alone'] });
    expect(ledgerOf({ ...draft, categories: [...draft.categories] }, false)).toMatchObject({ categories: ['alone', 'advancedAge'] });
  });
  test('shows advanced age as the birth date has it', () => {
    expect(categoriesAt(['alone', 'advancedAge'], 79)).toEqual(['alone']);
    expect(categoriesAt(['alone'], 80)).toEqual(['alone', 'advancedAge']);
    expect(categoriesAt(['advancedAge'], null)).toEqual(['advancedAge']);
  });
  test('names room and bed only for a new one: afterwards they change by a move', () => {
    expect(ledgerOf(draftOf(null, 'room-1'), true)).toHaveProperty('placeId', 'room-1');
    expect(ledgerOf(draftOf(null, 'room-1'), false)).not.toHaveProperty('placeId');
  });
});

describe('A press that is waited for', () => {
  const device = (over: Partial<DeviceItem>) => ({ lastSeenAt: 't1', lastTestAt: null, ...over }) as DeviceItem;
  test('has not come while nothing is new', () => expect(answerTo(device({}), device({}), false)).toBe('none'));
  test('was heard when the device spoke', () => expect(answerTo(device({}), device({ lastSeenAt: 't2' }), false)).toBe('heard'));
  test('was a test when the silo says so', () => expect(answerTo(device({}), device({ lastSeenAt: 't2', lastTestAt: 't2' }), false)).toBe('tested'));
  test('rang when an alert says so, whatever the device tells', () => expect(answerTo(undefined, null, true)).toBe('rang'));
});

describe('The guide', () => {
  const empty = { passwordDone: false, sites: [], places: [], elders: [], devices: [], people: [{ role: 'admin' }] };
  const one = [{ lastSeenAt: null }];
  test.each([
    [empty, [], 'password'], [{ ...empty, passwordDone: true }, [], 'site'], [empty, ['password'], 'site'], [{ ...empty, sites: one }, [], 'place'], [{ ...empty, sites: one, places: one }, [], 'elder'],
    [{ ...empty, sites: one, places: one, elders: one }, [], 'device'], [{ ...empty, sites: one, places: one, elders: one, devices: one }, [], 'nurse'],
    [{ ...empty, sites: one, places: one, elders: one, devices: one, people: [{ role: 'duty' }] }, [], 'press'],
    [{ ...empty, sites: one, places: one, elders: one, devices: one, people: [{ role: 'duty' }] }, ['press'], null],
  ] as const)('goes on where the home stands (%#)', (home, skipped, step) => expect(stepOf(home, skipped)).toBe(step));
});

describe('A file for a spreadsheet', () => {
  test('has its mark, quotes what must be quoted, and no formula', () =>
    expect(csvOf(['a', 'b'], [['=1+1', 'x "y", z'], ['王', null]])).toBe('\ufeffa,b\r\n\'=1+1,"x ""y"", z"\r\n王,\r\n'));
  test('keeps a number a number, also below zero', () => expect(csvOf(['n'], [[-3]])).toBe('\ufeffn\r\n-3\r\n'));
});

test('A rehearsal says how much less it would have rung, by kind and in all', () =>
  expect(compared({ before: { fall: 3, offline: 20 }, after: { offline: 6, help: 1 } })).toEqual({
    kinds: [{ kind: 'fall', before: 3, after: 0 }, { kind: 'help', before: 0, after: 1 }, { kind: 'offline', before: 20, after: 6 }], before: 23, after: 7, fewer: 16,
  }));

test.each([[0, '0 s'], [90, '1 min 30 s'], [5_400, '1 h 30 min'], [2_592_000, '30 days']])('%d seconds are said as %s', (seconds, text) =>
  expect(durationOf(seconds).map(({ n, unit }) => `${n} ${unit}`).join(' ')).toBe(text));

test.each([['一键呼 101-2', '101'], ['smoke/305', '305'], ['0x00158d0001', ''], ['between 101 and 305', '']])('The room in the name %j is %j', (name, room) =>
  expect(roomIn(name, [{ id: '101', name: '101' }, { id: '305', name: '305' }])).toBe(room));

test('A value of any shape is a line for people', () => {
  expect(plainText(null)).toBe('–');
  expect(plainText(['alone', 'dementia'])).toBe('alone, dementia');
  expect(plainText({ on: '2026-11-01', by: '李', note: null })).toBe('on 2026-11-01 · by 李');
});

test('A browser is called as people call it, a program as it calls itself', () => {
  expect(browserName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36')).toBe('Chrome, Windows');
  expect(browserName('curl/8.5')).toBe('curl/8.5');
});

test('The record is narrowed by what was done', () => {
  const row = { n: 1, at: '2026-11-26T12:00:00Z', user: 'duty', what: 'read', about: null, site: null, detail: null, from: null, hash: '' };
  expect(wanted(row, { user: '', about: '', what: 'read', from: '', to: '' })).toBe(true);
  expect(wanted(row, { user: '', about: '', what: 'write', from: '', to: '' })).toBe(false);
  expect(wanted(row, { user: '', about: '', what: '', from: '2026-11-28', to: '' })).toBe(false);
});

describe('A webhook', () => {
  const stands = (over: Partial<Webhook>) => standOf({ enabled: true, off: null, failingSince: null, behind: 0, ...over } as Webhook);
  test.each<[string, Partial<Webhook>, object]>([
    ['works', {}, { key: 'webhook.good' }],
    ['is behind', { behind: 7 }, { key: 'webhook.behind', n: 7 }],
    ['takes nothing', { behind: 7, failingSince: 't1' }, { key: 'webhook.failing', time: 't1' }],
    ['was turned off by somebody', { enabled: false, behind: 7 }, { key: 'webhook.stopped' }],
    ['was turned off by the house', { enabled: false, behind: 7, off: { at: 't1', why: 'gone' } }, { key: 'webhook.off', why: 'gone' }],
  ])('%s', (_, over, stand) => expect(stands(over)).toEqual(stand));
});
