import type { Alert, FamilyElder } from './contract';
import { LONG_SILENCE_MS, STALE_AFTER_MS } from './limits';
import { isOfPerson } from './alerts';

/** What the first line says. Only `well` is good news, and nothing leads to it but a fresh look at a watch that works. */
export type Standing =
  /** Nothing has been read yet. */
  | 'reading'
  /** The house does not answer: what stands on the page is of before. */
  | 'blind'
  /** Somebody is needed, or on the way. */
  | 'called'
  /** The house answers, and says that its watch has a fault. */
  | 'trouble'
  /** All that could see her is silent. */
  | 'devicesSilent'
  /** She has agreed that this is said: away, in hospital. */
  | 'elsewhere'
  /** Nothing in her room could see how she is. */
  | 'unseen'
  | 'noSignYet' | 'tooQuiet' | 'well';

export interface Known {
  view: FamilyElder | null;
  /** When it was read, by a clock that only goes forward. */
  readAtMono: number;
  /** Open alerts that are hers, or of her room. */
  open: readonly Pick<Alert, 'kind' | 'drill' | 'state'>[];
  /** False until the list of alerts has come. */
  loaded: boolean;
  /** Seconds without a beat of the house; null: it beats. */
  blindFor: number | null;
  healthy: boolean;
}

export function standingOf({ view, readAtMono, open, loaded, blindFor, healthy }: Known, now: number, mono: number): Standing {
  if (blindFor !== null) return 'blind';
  if (view === null || !loaded) return 'reading';
  if (mono - readAtMono > STALE_AFTER_MS) return 'blind';
  if (open.some((alert) => isOfPerson(alert) && alert.state !== 'resolved')) return 'called';
  if (!healthy) return 'trouble';
  const { seen, blindSince, lastSignAt, ringsAt, mode } = view.well;
  if (mode === 'away' || mode === 'hospital') return 'elsewhere';
  if (blindSince !== null) return 'devicesSilent';
  if (!seen) return 'unseen';
  if (lastSignAt === null) return 'noSignYet';
  return now > (ringsAt === null ? Date.parse(lastSignAt) + LONG_SILENCE_MS : Date.parse(ringsAt)) ? 'tooQuiet' : 'well';
}
