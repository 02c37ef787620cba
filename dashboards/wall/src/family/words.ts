import { sayPhrases } from '../model/phrases';
import type { Outcome } from '../model/contract';
import { language } from '../state/language.svelte';
import { wall } from '../state/wall.svelte';
import { family } from './state/family.svelte';
import { f } from './text';
import type { Kind } from './model/contract';
import type { StoryLine } from './model/story';

export const nameOfKind = (kind: Kind) => f(`kind.${kind}`);

/** What a device is called; its id where nobody has named it. */
export const deviceName = (id: string) => family.devices.find((one) => one.id === id)?.name || id;

export const wayName = (kind: string) => sayPhrases([{ code: `way.${kind}`, values: {} }], language.now);

/** One line of a story, without its time. */
export function lineText(line: StoryLine, kind: Kind, outcome: Outcome | null): string {
  const by = line.by === null ? '' : line.by === wall.session?.user ? f('story.you') : line.by;
  const person = line.says?.[0]?.values['person'] ?? '';
  switch (line.key) {
    case 'over': return f('story.over', { by, outcome: f(`end.${outcome ?? 'other'}`) });
    case 'relative': return sayPhrases(line.says ?? [], language.now, deviceName);
    default: return f(`story.${line.key}`, { by, person, kind: nameOfKind(kind) });
  }
}

/** 90 seconds or three minutes, in words. */
export const spanText = (seconds: number) => (seconds < 120 && seconds % 60 !== 0 ? f('people.seconds', { n: seconds }) : f('people.minutes', { n: Math.round(seconds / 60) }));
