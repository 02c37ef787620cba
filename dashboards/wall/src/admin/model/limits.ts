// Every limit of administration, each with its reason.

/** 10,000 elders are read and written in under a minute; twice that before we say that no answer came. */
export const TRANSFER_TIMEOUT_MS = 120_000;
/** The contract's largest file of an import, and of a photo. */
export const IMPORT_MAX_BYTES = 32 * 1024 * 1024;
export const PHOTO_MAX_BYTES = 512 * 1024;
/** The contract's largest picture of a floor, and longest name of one. */
export const FLOOR_PICTURE_MAX_BYTES = 4 * 1024 * 1024;
export const FLOOR_NAME_MAX = 40;
/** The contract's rule for passwords, and for ids. */
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;
export const ID_PATTERN = /^[A-Za-z0-9_.:-]{1,64}$/;
/** Nobody reads more rows at once; the rest is a filter or a press away. */
export const ROWS_SHOWN = 100;
/** A test button is pressed while somebody looks at the page: the answer must be seen as it comes. */
export const TEST_POLL_MS = 1_000;
/** A device that was just plugged in should appear while its person still stands there. */
export const INBOX_POLL_MS = 5_000;
/** A rehearsal takes seconds to minutes. */
export const REHEARSAL_POLL_MS = 1_000;
export const REHEARSAL_DAYS = [1, 7, 30] as const;
/** Rows of the record that one export reads: a year of a busy house, in 500 questions of the largest page. */
export const AUDIT_EXPORT_MAX = 50_000;
/** A shift is moved by half hours: finer steps are typed. */
export const SHIFT_STEP_MIN = 30;
export const TOKEN_DAYS = [30, 90, 365] as const;
/** A text that a form of ours takes; the silo's own limits are told by the silo. */
export const TEXT_MAX = 1_000;
export const NAME_MAX = 100;
/** The contract's longest words of a hazard or an incident, and of a complaint. */
export const UPKEEP_TEXT_MAX = 4_000;
export const COMPLAINT_MAX = 8_000;
/** Letters without look-alikes, so that a password can be read from a screen and typed into a device. */
export const PASSWORD_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
export const PASSWORD_MADE_LENGTH = 16;
