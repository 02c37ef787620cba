// Every limit of the wall, each with its reason.

/** The design promises a beat every second; three missed ones and the wall must say that it is blind. */
export const BLIND_AFTER_MS = 3_000;
/** A half-open socket is given up after this; longer than blind, so that one hiccup does not tear the line down. */
export const SERVER_SILENCE_MS = 6_000;
/**
 * A change is drawn at once, the next ones at most this often: 1,500 missed changes after an outage drawn one by one kept a
 * wall busy for half a minute, and its beats with them. Sound waits for nothing.
 */
export const DRAW_EVERY_MS = 50;
/** Nobody watches while we wait, so the wait between two tries never grows beyond this. */
export const RETRY_MAX_MS = 5_000;
/** How long a new line may take to bring its first beat before we go on without it. */
export const FIRST_BEAT_WAIT_MS = 1_500;
/** Device values are for a glance, alarms come by the hub: a gentle pace. Counted from the end of the last poll. */
export const DEVICE_POLL_MS = 10_000;
/** Whatever begins or ends an incident comes by the hub and asks at once; this is for what ends quietly inside one. */
export const INCIDENT_POLL_MS = 15_000;
/** The silo shows an incident a moment after its alert; a flood of changes asks once. */
export const INCIDENT_SETTLE_MS = 400;
/** A hand-over is read and talked about for minutes. Counted from the end of the last poll. */
export const HANDOVER_POLL_MS = 10_000;
/** The contract's time for the second name. */
export const HANDOVER_WITHIN_MS = 4 * 3_600_000;
/** The silo lists a detector that nobody tested for as long. */
export const TEST_EVERY_MS = 30 * 86_400_000;
/** The contract's limit for a drill's name, and lengths to choose from; eight hours are the most. */
export const DRILL_NAME_MAX = 100;
export const DRILL_MINUTES = [15, 30, 60, 120, 240, 480] as const;
/** Rooms and names change by hand, a few times a week. */
export const REGISTRY_POLL_MS = 300_000;
/** The contract's largest page. */
export const PAGE_MAX = 500;
/** A list of the registry is never longer than this many pages; a wall shows a district at most. */
export const PAGES_MAX = 200;
/** A press this soon after the cards moved, and this near to where the pointer rested, was meant for another card. */
export const STEADY_MS = 600;
export const STEADY_DISTANCE_PX = 8;
/** Half a period of a high alarm's flash: 1.43 Hz; a medium one takes twice as long: 0.71 Hz. */
export const FLASH_STEP_MS = 350;
/** Six cards are what a 1080p wall shows whole; from the seventh on each alert is a row. */
export const DENSE_FROM = 7;
/** Silent devices drawn at first in each fold, and with each press for more: a list of 377 buries what stands below it on a phone. */
export const SILENT_STEP = 12;
/** Cards drawn at once. More cannot be read; the rest is counted below the last card. */
export const CARDS_MAX = 60;
/** Resolved alerts remembered so that a late duplicate cannot bring one back. */
export const CLOSED_MEMORY = 2_000;
export const HISTORY_SHOWN = 20;
/** For how long somebody is away or in hospital, to choose from. */
export const MODE_HOURS = [1, 2, 4, 8, 24, 72] as const;
/** Past alerts asked for at once, and how many there must be before nobody looks on by themselves: filters make short pages. */
export const PAST_PAGE = 200;
export const PAST_WANTED = 50;
export const READINGS_SHOWN = 8;
/** The contract's limit for a note. */
export const NOTE_MAX = 1_000;
/** Answers that take longer are told as "not delivered": the person can press again, a repeat is harmless. */
export const REQUEST_TIMEOUT_MS = 8_000;
