import { describe, expect, test } from 'vitest';
import { standingOf, type Known, type Standing } from '../../src/family/model/wellBeing';
import { anAlert, at, atMs } from '../make';
import { anElder } from './make';

const NOW = atMs(0);
const MONO = 1_000_000;
const known = (over: Partial<Known> = {}): Known => ({ view: anElder(), readAtMono: MONO - 1_000, open: [], loaded: true, blindFor: null, healthy: true, ...over });
const standing = (over: Partial<Known> = {}) => standingOf(known(over), NOW, MONO);

test('All is well when she was seen in her usual time, and the watch works', () => expect(standing()).toBe('well'));

describe('Nothing old reassures', () => {
  test.each<[string, Partial<Known>, Standing]>([
    ['the house does not answer', { blindFor: 3 }, 'blind'],
    ['it does not answer, though somebody needs help', { blindFor: 3, open: [anAlert()] }, 'blind'],
    ['how she is was read over a minute ago', { readAtMono: MONO - 66_000 }, 'blind'],
    ['nothing was read yet', { view: null }, 'reading'],
    ['the alerts have not come yet', { loaded: false }, 'reading'],
    ['the watch has a fault', { healthy: false }, 'trouble'],
    ['a call stands, and the watch has a fault', { healthy: false, open: [anAlert()] }, 'called'],
  ])('%s', (_, over, expected) => expect(standing(over)).toBe(expected));
});

describe('Alerts', () => {
  test('of a device alone are no call', () => expect(standing({ open: [anAlert({ kind: 'battery' })] })).toBe('well'));
  test('of a drill are none', () => expect(standing({ open: [anAlert({ drill: true })] })).toBe('well'));
  test('that somebody answers stand until they are over', () => {
    for (const state of ['open', 'acknowledged', 'arrived'] as const) expect(standing({ open: [anAlert({ state })] })).toBe('called');
    expect(standing({ open: [anAlert({ state: 'resolved' })] })).toBe('well');
  });
});

describe('Silence is said plainly', () => {
  test.each<[string, Parameters<typeof anElder>[0], Standing]>([
    ['longer than usual', { ringsAt: at(-1) }, 'tooQuiet'],
    ['for four hours, where it rings for nobody', { ringsAt: null, lastSignAt: at(-14_401) }, 'tooQuiet'],
    ['for three, where it rings for nobody', { ringsAt: null, lastSignAt: at(-10_800) }, 'well'],
    ['no sign ever', { lastSignAt: null }, 'noSignYet'],
    ['her devices are silent', { blindSince: at(-300) }, 'devicesSilent'],
    ['nothing could see her', { seen: false, lastSignAt: at(-10) }, 'unseen'],
    ['she is away, and has agreed that it is said', { mode: 'away', ringsAt: at(-1) }, 'elsewhere'],
    ['she is in hospital', { mode: 'hospital' }, 'elsewhere'],
    ['she sleeps', { mode: 'asleep' }, 'well'],
  ])('%s', (_, well, expected) => expect(standing({ view: anElder(well) })).toBe(expected));
});
