/** Voices of the alarm: the same rhythm, by which it is told what is meant, in another pitch and colour. */
export interface Tone {
  /** Times the pitch of the pattern. IEC 60601-1-8 asks for a fundamental of 150 to 1000 Hz and at least four harmonics of about its loudness. */
  pitch: number;
  /** Loudness of the harmonics, from the 0th (none) on. */
  harmonics: readonly number[];
}

export const TONES = {
  /** Heard through a door, and by ears that have lost the high tones. */
  bell: { pitch: 1, harmonics: [0, 1, 0.6, 0.45, 0.3, 0.2, 0.15] },
  /** For a room full of voices. */
  clear: { pitch: 1.25, harmonics: [0, 1, 0.35, 0.5, 0.2, 0.35, 0.1] },
  /** For a ward at night. */
  deep: { pitch: 0.75, harmonics: [0, 1, 0.8, 0.5, 0.35, 0.2, 0.1] },
} as const satisfies Record<string, Tone>;

export type ToneName = keyof typeof TONES;
export const TONE_NAMES = Object.keys(TONES) as ToneName[];
export const isTone = (name: string | null): name is ToneName => name !== null && name in TONES;

/** A wall that can be turned down to nothing would one night be found so. */
export const QUIETEST = 0.3;

/** A volume that somebody has set, or a browser remembers; full where it makes no sense. */
export function volumeOf(text: string | null): number {
  const volume = Number(text);
  return text === null || !Number.isFinite(volume) ? 1 : Math.min(1, Math.max(QUIETEST, volume));
}
