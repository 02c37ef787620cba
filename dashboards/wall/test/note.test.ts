import { expect, test } from 'vitest';
import type { Phrase } from '../src/model/contract';
import { raisedLine } from '../src/model/note';
import { sayPhrases } from '../src/model/phrases';
import { anAlert, at } from './make';

const entry = (seq: number, what: 'raised' | 'repeated' | 'reopened' | 'noted', note: string | null) => ({ seq, at: at(seq), what, by: null, note, says: null });

test('An alert of the site says what it was raised with, and what it came back with', () => {
  const history = [entry(1, 'raised', 'nobody on duty'), entry(2, 'noted', 'called the agency')];
  expect(raisedLine(anAlert({ history }))?.note).toBe('nobody on duty');
  expect(raisedLine(anAlert({ history: [...history, entry(3, 'reopened', 'nobody on duty again')] }))?.note).toBe('nobody on duty again');
  expect(raisedLine(anAlert({ history: [...history, entry(3, 'repeated', 'nobody on duty now')] }))?.note).toBe('nobody on duty now');
});

test('A closed alert that lists no history says nothing', () => expect(raisedLine(anAlert({ history: [] }))).toBeUndefined());

const silent: Phrase[] = [{ code: 'leftSilent', values: {} }, { code: 'names', values: { names: 'door-1, door-2, ...' } }];
const name = (id: string) => `<${id}>`;

test.each([
  ['a number', [{ code: 'silent', values: { minutes: '65' } }], '65 分钟没有消息', 'no word for 65 min'],
  ['several', [{ code: 'batteryLeft', values: { percent: '12' } }, { code: 'batteryDays', values: { days: '30' } }], '剩余 12 %，约可再用 30 天', '12 %, about 30 days left'],
  ['a kind and a device', [{ code: 'most', values: { name: 'door-1', kind: 'battery', times: '2' } }], '<door-1> 设备电量低 2 次', '<door-1> low battery x2'],
  ['names', silent, '告警潮过后仍然失联，<door-1>、<door-2>、…', 'still silent after the flood, <door-1>, <door-2>, …'],
  ['a code of a later version', [{ code: 'new', values: {} }], 'new', 'new'],
  ['a parameter that is missing', [{ code: 'silent', values: {} }], '{minutes} 分钟没有消息', 'no word for {minutes} min'],
])('The house says %s in the reader’s language', (_, said, zh, en) => {
  expect([sayPhrases(said, 'zh', name), sayPhrases(said, 'en', name)]).toEqual([zh, en]);
});
