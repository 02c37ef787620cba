import { expect, test } from 'vitest';
import { TEST_EVERY_MS } from '../src/model/limits';
import { testState } from '../src/model/tested';
import { aDevice, at, atMs } from './make';

const tested = (model: string, lastTestAt: string | null, nowMs = atMs(60)) => testState(aDevice({ model, lastTestAt }), nowMs);

test.each(['smoke', 'gas', 'co', 'smoke-zigbee', 'co-zigbee'])('A detector that nobody tested says so: %s', (model) => {
  expect(tested(model, null)).toBe('never');
});

test.each(['water', 'call', 'fall-radar', 'smoke-machine'])('What has no test button is not asked for a test: %s', (model) => {
  expect(tested(model, null)).toBeNull();
});

test('A test is fresh for thirty days', () => {
  expect(tested('smoke', at(0), atMs(0) + TEST_EVERY_MS)).toBe('fresh');
  expect(tested('smoke', at(0), atMs(0) + TEST_EVERY_MS + 1)).toBe('overdue');
});

test('Whatever was tested tells when', () => expect(tested('water', at(0))).toBe('fresh'));
