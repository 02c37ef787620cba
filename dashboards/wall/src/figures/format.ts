import { t, language } from '../state/language.svelte';
import { TEXTS, type TextKey } from '../i18n';

const locale = () => (language.now === 'zh' ? 'zh-CN' : 'en');

export const count = (n: number) => new Intl.NumberFormat(locale()).format(n);

/** @param percent 0 to 100; null: there was nothing to share. */
export const share = (percent: number | null | undefined, digits = 1) =>
  percent === null || percent === undefined ? '–' : new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: digits }).format(percent / 100);

export const decimal = (n: number) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(n);

/** Seconds as minutes or hours where they are many. */
export function wait(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–';
  const [unit, n] = seconds < 120 ? (['second', seconds] as const) : seconds < 7200 ? (['minute', seconds / 60] as const) : (['hour', seconds / 3600] as const);
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 1 }).format(n);
}

export const kindName = (kind: string) => (`kind.${kind}` in TEXTS.zh ? t(`kind.${kind}` as TextKey) : kind);

/** @param day 0 is Sunday. */
export const dayName = (day: number) => new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2026, 10, 1 + day));

/** The wall's page of past alerts, with the filter of a figure. */
export const pastLink = (alerts: string) => `#past?${alerts.slice(alerts.indexOf('?') + 1)}`;
