import type { Alert, Check, Handover, HandoverDraft, Role } from './contract';
import { HANDOVER_WITHIN_MS } from './limits';

/** Families do not know of the duty: to them its routes do not exist. */
export const isStaff = (role: Role) => role !== 'family' && role !== 'officer';

/**
 * Whose name is wanted next. `outgoing`: whoever leaves. `incoming`: somebody else. `other`: the one who looks has signed as leaving
 * and waits for the second name.
 */
export type Signature = 'outgoing' | 'incoming' | 'other';

export function signatureWanted(signed: readonly Handover[], user: string, nowMs: number): Signature {
  const last = signed[0];
  if (last === undefined || !waitsForSecond(last, nowMs)) return 'outgoing';
  return last.outgoing === user ? 'other' : 'incoming';
}

export const waitsForSecond = (handover: Handover, nowMs: number) =>
  handover.incoming === null && nowMs - Date.parse(handover.outgoingAt) < HANDOVER_WITHIN_MS;

/** `later`: no round has been due yet. */
export type CheckState = 'due' | 'done' | 'skipped' | 'later';

export function checkState({ due, done }: Pick<Check, 'due' | 'done'>): CheckState {
  if (due === null) return 'later';
  if (done === null) return 'due';
  return done.skipped ? 'skipped' : 'done';
}

/** New since the last hand-over, whether it still stands or not. */
export function raisedSince({ since, open, closed }: Pick<HandoverDraft, 'since' | 'open' | 'closed'>): Alert[] {
  return [...open, ...closed].filter((alert) => isNew(alert, since));
}

export const isNew = (alert: Pick<Alert, 'raisedAt'>, since: string) => Date.parse(alert.raisedAt) >= Date.parse(since);
