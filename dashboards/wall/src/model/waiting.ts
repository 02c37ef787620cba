import type { Alert } from './contract';

/** How long the elder has waited for a person: until now, or until somebody stood in the room. Never negative. */
export function waitSeconds(alert: Pick<Alert, 'raisedAt' | 'arrivedAt'>, nowMs: number): number {
  const until = alert.arrivedAt === null ? nowMs : Date.parse(alert.arrivedAt);
  return Math.max(0, Math.floor((until - Date.parse(alert.raisedAt)) / 1000));
}

/** 00:07, 59:59, 1:00:00. */
export function formatWait(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

export type Age = { unit: 'now' | 'second' | 'minute' | 'hour' | 'day'; n: number };

/** "Last seen" in the largest unit that is not zero. */
export function ageOf(at: string, nowMs: number): Age {
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(at)) / 1000));
  if (seconds < 3) return { unit: 'now', n: 0 };
  if (seconds < 60) return { unit: 'second', n: seconds };
  if (seconds < 3600) return { unit: 'minute', n: Math.floor(seconds / 60) };
  if (seconds < 86_400) return { unit: 'hour', n: Math.floor(seconds / 3600) };
  return { unit: 'day', n: Math.floor(seconds / 86_400) };
}
