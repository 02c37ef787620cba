import { fill, type Holes } from '../i18n';
import { language } from '../state/language.svelte';
import { FAMILY_TEXTS, type FamilyKey } from './texts';

/** The text in the chosen language; redrawn when the choice changes. */
export const f = (key: FamilyKey, holes: Holes = {}) => fill(FAMILY_TEXTS[key][language.now === 'zh' ? 0 : 1], holes);

/** 90 seconds or three minutes, in words. */
export const spanText = (seconds: number) => (seconds < 120 && seconds % 60 !== 0 ? f('people.seconds', { n: seconds }) : f('people.minutes', { n: Math.round(seconds / 60) }));
