// Every limit of the family page, each with its reason.

/** How she is is asked this often; what rings comes by the hub at once. */
export const READ_EVERY_MS = 20_000;
/** What was read longer ago than three such times is old, whatever the line says. */
export const STALE_AFTER_MS = 65_000;
/** Where nobody is called by her silence, so much of it is said plainly. */
export const LONG_SILENCE_MS = 4 * 3_600_000;
/** The strip of today moves on by itself. */
export const DAY_EVERY_MS = 60_000;
export const WEEK_DAYS = 7;
/** How it ended is shown on the first page as long. */
export const ENDED_SHOWN_MS = 24 * 3_600_000;
export const ENDED_MAX = 5;
/** Lines of one story: how it began, and the newest. */
export const STORY_LINES = 14;
/** Nobody gets up before, what moves at night is no morning; and what is first seen in the afternoon is no getting up. */
export const MORNING_FROM_H = 4;
export const MORNING_TO_H = 12;
/** What was seen this close to her last sign was that sign. */
export const SAME_SIGN_MS = 120_000;
/** A stretch in bed that ended so lately may go on: its end is the mattress's last word. */
export const STILL_IN_BED_MS = 600_000;
