import { fill, type Holes } from '../i18n';
import { language } from '../state/language.svelte';
import { FAMILY_TEXTS, type FamilyKey } from './texts';

/** The text in the chosen language; redrawn when the choice changes. */
export const f = (key: FamilyKey, holes: Holes = {}) => fill(FAMILY_TEXTS[key][language.now === 'zh' ? 0 : 1], holes);
