import { describe, expect, test } from 'vitest';
import { TEXTS, translate, translateName } from '../src/i18n';
import { HAPPENINGS, INCIDENT_KINDS, KINDS, OUTCOMES, PRIORITIES, ROUNDS, STATES } from '../src/model/contract';

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe('Both languages', () => {
  test('have the same keys', () => expect(Object.keys(TEXTS.en).sort()).toEqual(Object.keys(TEXTS.zh).sort()));
  test('leave nothing empty', () => {
    for (const language of [TEXTS.zh, TEXTS.en]) for (const [key, text] of Object.entries(language)) expect(text.trim(), key).not.toBe('');
  });
  test('have the same holes', () => {
    for (const [key, text] of Object.entries(TEXTS.zh)) expect(holes(TEXTS.en[key as keyof typeof TEXTS.en]), key).toEqual(holes(text));
  });
  test('name every word of the contract', () => {
    const wanted = [
      ...KINDS.map((name) => `kind.${name}`), ...PRIORITIES.map((name) => `priority.${name}`), ...STATES.map((name) => `state.${name}`),
      ...OUTCOMES.map((name) => `outcome.${name}`), ...HAPPENINGS.map((name) => `what.${name}`),
      ...INCIDENT_KINDS.map((name) => `incident.${name}`), ...ROUNDS.map((name) => `checks.${name}`),
    ];
    expect(Object.keys(TEXTS.zh)).toEqual(expect.arrayContaining(wanted));
  });
});

test('Holes are filled, and a forgotten one stays visible', () => {
  expect(translate('zh', 'age.minute', { n: 3 })).toBe('3 分钟前');
  expect(translate('en', 'age.minute')).toBe('{n} min ago');
});

test('A channel without a word of ours keeps its own name', () => {
  expect(translateName('zh', 'channel', 'temperature')).toBe('温度');
  expect(translateName('zh', 'channel', 'co2_ppm')).toBe('co2_ppm');
});

describe('Words that devices send are said in the reader\'s language', () => {
  test.each([
    ['emergency', '紧急', 'emergency'], ['none', '无', 'none'], ['Long Press', '长按', 'held'], ['fall-detected', '跌倒', 'fall'], ['xyzzy', 'xyzzy', 'xyzzy'],
  ])('%s', (word, zh, en) => expect([translateName('zh', 'word', word), translateName('en', 'word', word)]).toEqual([zh, en]));
});
