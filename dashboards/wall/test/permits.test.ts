import { expect, test } from 'vitest';
import type { Role, State } from '../src/model/contract';
import { permitsFor } from '../src/model/permits';

const table: [Role, State, string][] = [
  ['duty', 'open', 'acknowledge arrive resolve'],
  ['duty', 'acknowledged', 'arrive resolve'],
  ['duty', 'arrived', 'resolve'],
  ['duty', 'resolved', ''],
  ['director', 'open', 'acknowledge arrive resolve'],
  ['admin', 'open', 'acknowledge arrive resolve'],
  ['family', 'open', ''],
  ['family', 'arrived', ''],
];

test.each(table)('%s, %s: %s', (role, state, buttons) => {
  expect(Object.entries(permitsFor(role, state)).filter(([, may]) => may).map(([name]) => name).join(' ')).toBe(buttons);
});
