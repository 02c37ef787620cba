import { fill, TEXTS, translate, type Holes, type TextKey } from '../i18n';
import { language } from '../state/language.svelte';
import { ACCOUNT_TEXTS } from './texts/account';
import { CARE_TEXTS } from './texts/care';
import { COMMON_TEXTS } from './texts/common';
import { DEVICE_TEXTS } from './texts/devices';
import { DUTY_TEXTS } from './texts/duty';
import { POLICY_TEXTS } from './texts/policy';
import { RECORD_TEXTS } from './texts/record';
import { UPKEEP_TEXTS } from './texts/upkeep';
import { WEBHOOK_TEXTS } from './texts/webhooks';

/** Every text of administration: Chinese, English. It is read with its pages, never by the duty wall. */
export const ADMIN_TEXTS = {
  ...COMMON_TEXTS, ...ACCOUNT_TEXTS, ...CARE_TEXTS, ...DEVICE_TEXTS, ...DUTY_TEXTS, ...POLICY_TEXTS, ...RECORD_TEXTS, ...UPKEEP_TEXTS, ...WEBHOOK_TEXTS,
} as const;
export type AdminKey = keyof typeof ADMIN_TEXTS;

/** The text in the chosen language; redrawn when the choice changes. */
export const a = (key: AdminKey, holes: Holes = {}) => fill(ADMIN_TEXTS[key][language.now === 'zh' ? 0 : 1], holes);

/** For words that the silo brings along: one that we have no text for is shown as it is. */
export function word(group: string, name: string): string {
  const key = `${group}.${name}`;
  if (key in ADMIN_TEXTS) return a(key as AdminKey);
  return key in TEXTS.zh ? translate(language.now, key as TextKey) : name;
}
