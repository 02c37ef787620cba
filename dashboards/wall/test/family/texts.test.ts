import { describe, expect, test } from 'vitest';
import { FAMILY_TEXTS } from '../../src/family/texts';
import { KINDS, OUTCOMES } from '../../src/model/contract';

const sources = import.meta.glob<string>('../../src/family/**/*.{svelte,ts}', { query: '?raw', import: 'default', eager: true });
const code = Object.entries(sources).filter(([file]) => !file.endsWith('texts.ts')).map(([, source]) => source).join('\n');

describe('Texts of the family page', () => {
  test('are there in both languages, and English holds no Chinese', () => {
    for (const [key, [zh, en]] of Object.entries(FAMILY_TEXTS)) {
      expect(zh.trim(), key).not.toBe('');
      expect(en, key).not.toMatch(/\p{Script=Han}|[，。：（）！]/u);
      expect(en.match(/\{\w+\}/g)?.sort(), key).toEqual(zh.match(/\{\w+\}/g)?.sort());
    }
  });
  test('name every kind of need and every end', () =>
    expect(Object.keys(FAMILY_TEXTS)).toEqual(expect.arrayContaining([...KINDS.map((kind) => `kind.${kind}`), ...OUTCOMES.map((outcome) => `end.${outcome}`)])));
  test('are all used', () => {
    const groups = new Set([...code.matchAll(/[`'](\w+)\.\$\{/g)].map(([, group]) => group));
    expect(Object.keys(FAMILY_TEXTS).filter((key) => !code.includes(`'${key}'`) && !groups.has(key.slice(0, key.indexOf('.'))))).toEqual([]);
  });
  test('have no word of the house\'s own trade', () => {
    for (const [key, [zh, en]] of Object.entries(FAMILY_TEXTS)) {
      expect(zh, key).not.toMatch(/优先级|第 \{n\} 级|linkquality|信号|上报/);
      expect(en, key).not.toMatch(/\b(tier|priority|escalat|linkquality|device id)/i);
    }
  });
});
