import type { ChannelValue } from '../model/contract';
import { ageOf } from '../model/waiting';
import { clock } from './clock.svelte';
import { language, nameOf, t } from './language.svelte';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment in the site's own zone. Today's needs no date, this year's no year. */
export function timeText(at: string | number, timeZone: string | undefined, seconds = false): string {
  const moment = new Date(at);
  const day = format(timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  const sameDay = day.format(moment) === day.format(clock.now);
  const year = format(timeZone, { year: 'numeric' });
  const sameYear = year.format(moment) === year.format(clock.now);
  return format(timeZone, {
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    ...(seconds ? { second: '2-digit' as const } : {}),
    ...(sameDay ? {} : { month: '2-digit' as const, day: '2-digit' as const }),
    ...(sameYear ? {} : { year: 'numeric' as const }),
  }).format(moment);
}

export function dateText(at: number, timeZone: string | undefined): string {
  return format(timeZone, { month: 'long', day: 'numeric', weekday: 'short' }).format(at);
}

export function ageText(at: string): string {
  const { unit, n } = ageOf(at, clock.now);
  return t(`age.${unit}`, { n });
}

const UNITS: Record<string, string> = {
  temperature: ' °C', humidity: '%', battery: '%', heart_rate: '/min', breathing_rate: '/min', voltage: ' mV',
};

export function valueText(channel: string, value: ChannelValue): string {
  if (value === null || value === '') return '–';
  if (typeof value === 'boolean') {
    if (channel === 'contact') return t(value ? 'value.closed' : 'value.opened');
    return t(value ? 'value.true' : 'value.false');
  }
  if (typeof value === 'number') return (Number.isInteger(value) ? String(value) : value.toFixed(1)) + (UNITS[channel] ?? '');
  return typeof value === 'string' ? nameOf('word', value) : '…';
}

function format(timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language.tag}|${timeZone}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (made === undefined) {
    try {
      made = new Intl.DateTimeFormat(language.tag, { ...options, ...(timeZone ? { timeZone } : {}) });
    } catch {
      // A zone that this browser does not know: its own is better than no time at all.
      made = new Intl.DateTimeFormat(language.tag, options);
    }
    formats.set(key, made);
  }
  return made;
}
