import { parse } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';
import { ADMIN_TEXTS } from '../src/admin/text';
import { DETAIL_TEXTS } from '../src/details/text';
import { DISTRICT_TEXTS } from '../src/district/texts';
import { FAMILY_TEXTS } from '../src/family/texts';
import { FIGURE_TEXTS } from '../src/figures/text';
import { CATEGORIES, CHANNEL_KINDS, PLACE_KINDS, SCOPES, WEEKDAYS } from '../src/admin/model/contract';
import { PAGES } from '../src/admin/pages';
import { PUSH_TEXTS } from '../src/push/texts';
import { STEPS } from '../src/admin/start/steps';
import { TEXTS } from '../src/i18n';
import thresholds from '../../../src/SmartCare.Domain/Rules/Threshold.cs?raw';

const sources = import.meta.glob<string>('../src/**/*.{svelte,ts}', { query: '?raw', import: 'default', eager: true });
const files = Object.keys(sources).sort();
const read = (file: string) => sources[file]!;
const holdsTexts = (file: string) => /\/src\/i18n\.ts$|\/admin\/texts\/|\/src\/\w+\/texts?\.ts$/.test(file);
/** Every set of texts beside the wall's own. */
const SETS: Record<string, Readonly<Record<string, readonly [string, string]>>> = { ADMIN_TEXTS, DETAIL_TEXTS, DISTRICT_TEXTS, FAMILY_TEXTS, FIGURE_TEXTS, PUSH_TEXTS };
const code = files.filter((file) => !holdsTexts(file)).map(read).join('\n');
/** Attributes that are read by people. */
const SAID = new Set(['alt', 'aria-label', 'aria-description', 'placeholder', 'title', 'label', 'hint', 'submit', 'none', 'question']);
/** An example of an id, the same in every language. */
const EXAMPLES = new Set(['elder/elder-101-1']);
const worded = (text: string) => /\p{L}{2,}/u.test(text.replace(/&\w+;/g, '')) && !EXAMPLES.has(text);

/** Words that stand in the markup itself instead of coming from the texts. */
function hardCoded(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown, attribute: string | null): void => {
    if (Array.isArray(node)) return node.forEach((one) => visit(one, attribute));
    if (typeof node !== 'object' || node === null) return;
    const { type, name, data } = node as { type?: string; name?: string; data?: string };
    if (type === 'Text' && (attribute === null || SAID.has(attribute)) && worded(data ?? '')) found.push(data!.trim());
    const inside = type === 'Attribute' ? name ?? '' : attribute;
    for (const [key, child] of Object.entries(node)) if (key !== 'metadata' && key !== 'loc') visit(child, inside);
  };
  visit(parse(source, { modern: true }).fragment, null);
  return found;
}

describe.each(Object.entries(SETS))('%s', (_name, texts) => {
  test('are there in both languages, and English holds no Chinese', () => {
    for (const [key, pair] of Object.entries(texts)) {
      expect(pair, key).toHaveLength(2);
      for (const text of pair) expect(text.trim(), key).not.toBe('');
      expect(pair[1], `${key} is Chinese in English`).not.toMatch(/\p{Script=Han}|[，。：（）！]/u);
    }
  });
  test('have the same holes', () => {
    for (const [key, [zh, en]] of Object.entries(texts)) expect(en.match(/\{\w+\}/g)?.sort(), key).toEqual(zh.match(/\{\w+\}/g)?.sort());
  });
  test('are all used', () => {
    // A group whose words are put together, like `plan.${name}` or word('field', name), is used as a whole.
    const groups = new Set([...code.matchAll(/[`'](\w+(?:\.\w+)?)\.\$\{|word\('([\w.]+)'/g)].map(([, joined, named]) => joined ?? named));
    const unused = Object.keys(texts).filter((key) => !code.includes(`'${key}'`) && !groups.has(key.slice(0, key.lastIndexOf('.'))));
    expect(unused).toEqual([]);
  });
});

describe('Texts of administration', () => {
  test('name every word of the contract', () => {
    const wanted = [
      ...PLACE_KINDS.map((name) => `place.${name}`), ...CATEGORIES.map((name) => `category.${name}`), ...WEEKDAYS.map((name) => `day.${name}`), ...SCOPES.map((name) => `scope.${name}`),
      ...CHANNEL_KINDS.flatMap((name) => [`channelKind.${name}`, `channelAddress.${name}`]), ...PAGES.map(({ title }) => title), ...STEPS.flatMap((step) => [`start.${step}`, `start.${step}Text`]),
    ];
    expect(Object.keys(ADMIN_TEXTS)).toEqual(expect.arrayContaining(wanted));
  });
  test('name every threshold of the house', () => {
    const names = [...thresholds.matchAll(/(Time|Count|new|ByCareLevel|Ends)\("(\w+)"/g)].flatMap(([, kind, name]) =>
      kind === 'ByCareLevel' ? [1, 2, 3].map((level) => `${name}${level}`) : kind === 'Ends' ? [`${name}Low`, `${name}High`] : [name!]);
    expect(names.length).toBeGreaterThan(30);
    expect(Object.keys(ADMIN_TEXTS)).toEqual(expect.arrayContaining(names.map((name) => `policy.${name}`)));
  });
});

describe('No page says anything of its own', () => {
  test.each(files.filter((file) => file.endsWith('.svelte')))('%s', (file: string) => expect(hardCoded(read(file))).toEqual([]));
  test('and no code holds Chinese', () => {
    for (const file of files.filter((one) => !holdsTexts(one))) {
      const said = read(file).replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, '').replace(/<!--[\s\S]*?-->/g, '');
      expect(said.match(/[\p{Script=Han}]+/gu) ?? [], file).toEqual([]);
    }
  });
  test('and a word in the markup would be found', () => expect(hardCoded('<p title="Hello there">{x} Save <b>保存</b></p>')).toEqual(['Hello there', 'Save', '保存']));
});

test('The wall has no text of administration: it is read with its pages', () => {
  expect(Object.keys(TEXTS.zh).filter((key) => key in ADMIN_TEXTS)).toEqual([]);
});
