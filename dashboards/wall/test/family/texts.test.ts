import { describe, expect, test } from 'vitest';
import { FAMILY_TEXTS } from '../../src/family/texts';
import { KINDS, OUTCOMES } from '../../src/model/contract';

describe('Texts of the family page', () => {
  test('name every kind of need and every end', () =>
    expect(Object.keys(FAMILY_TEXTS)).toEqual(expect.arrayContaining([...KINDS.map((kind) => `kind.${kind}`), ...OUTCOMES.map((outcome) => `end.${outcome}`)])));
  test('have no word of the house\'s own trade', () => {
    for (const [key, [zh, en]] of Object.entries(FAMILY_TEXTS)) {
      expect(zh, key).not.toMatch(/优先级|第 \{n\} 级|linkquality|信号|上报/);
      expect(en, key).not.toMatch(/\b(tier|priority|escalat|linkquality|device id)/i);
    }
  });
});
