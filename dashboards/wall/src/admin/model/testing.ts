import type { DeviceItem } from './contract';

/** `none` yet; `heard`: it spoke; `tested`: its test button was pressed; `rang`: it rang an alert. */
export type Answer = 'none' | 'heard' | 'tested' | 'rang';

/** What has come of a press since the page began to look. */
export function answerTo(first: DeviceItem | undefined, now: DeviceItem | null, rang: boolean): Answer {
  if (rang) return 'rang';
  if (first === undefined || now === null) return 'none';
  if (now.lastTestAt !== first.lastTestAt) return 'tested';
  return now.lastSeenAt !== first.lastSeenAt ? 'heard' : 'none';
}
