import type { HistoryEntry, Phrase } from '../../model/contract';
import type { Alert } from './contract';
import { STORY_LINES } from './limits';

/** A line of what happened, to be said in the reader's words. */
export type StoryKey = 'raised' | 'repeated' | 'asked' | 'onTheWay' | 'there' | 'nobodyCame' | 'over' | 'overByItself' | 'again' | 'noted' | 'relative' | 'told' | 'untold' | 'cleared';
export interface StoryLine {
  seq: number;
  at: string;
  key: StoryKey;
  /** Who did it, as they are called. */
  by: string | null;
  /** Somebody's own words. */
  note: string | null;
  /** The house's words. */
  says: readonly Phrase[] | null;
}

const KEYS: Partial<Record<HistoryEntry['what'], StoryKey>> = {
  raised: 'raised', repeated: 'repeated', escalated: 'asked', acknowledged: 'onTheWay', arrived: 'there', returned: 'nobodyCame', reopened: 'again',
  told: 'told', untold: 'untold', cleared: 'cleared', restored: 'overByItself',
};

function keyOf({ what, by, says, note }: HistoryEntry): StoryKey | null {
  if (what === 'resolved') return by === null ? 'overByItself' : 'over';
  if (what === 'noted') return says?.some(({ code }) => code === 'familyThere' || code === 'familyCalling') ? 'relative' : note === null ? null : 'noted';
  return KEYS[what] ?? null;
}

/** What happened, in its order: how it began and the newest lines, without what is only the house's own bookkeeping. */
export function storyOf({ history }: Pick<Alert, 'history'>): StoryLine[] {
  const lines = history.flatMap((entry) => {
    const key = keyOf(entry);
    return key === null ? [] : [{ seq: entry.seq, at: entry.at, key, by: entry.by, note: entry.says === null ? entry.note : null, says: entry.says }];
  });
  return lines.length <= STORY_LINES ? lines : [lines[0]!, ...lines.slice(1 - STORY_LINES)];
}
