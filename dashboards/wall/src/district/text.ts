import { fill, type Holes } from '../i18n';
import { language } from '../state/language.svelte';
import { DISTRICT_TEXTS, type DistrictKey } from './texts';

/** The text in the chosen language; redrawn when the choice changes. */
export const d = (key: DistrictKey, holes: Holes = {}) => fill(DISTRICT_TEXTS[key][language.now === 'zh' ? 0 : 1], holes);

/** What something is called in the chosen language; what has no English name keeps its Chinese one. */
export const called = (what: { name: string; nameEn: string | null }) => (language.now === 'zh' ? what.name : what.nameEn || what.name);

export const number = (n: number) => new Intl.NumberFormat(language.tag).format(n);

export const percent = (of: number | null) => (of === null ? '–' : new Intl.NumberFormat(language.tag, { style: 'percent', maximumFractionDigits: 1 }).format(of / 100));

export const moment = (at: string) => new Intl.DateTimeFormat(language.tag, { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));

export const monthName = (month: string) => new Intl.DateTimeFormat(language.tag, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${month}-15T00:00:00Z`));
