import { PASSWORD_LETTERS, PASSWORD_MADE_LENGTH } from './limits';

/** A name as an id: what an address can carry, in small letters; empty for a name in Chinese alone. */
export const slug = (name: string) => name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 48);

/** A free id for a new thing: `room-101`, `room-101-2`; numbered when its name gives none. */
export function freeId(prefix: string, name: string, taken: ReadonlySet<string>): string {
  const wanted = slug(name);
  if (wanted !== '' && !taken.has(`${prefix}-${wanted}`)) return `${prefix}-${wanted}`;
  const stem = wanted === '' ? prefix : `${prefix}-${wanted}`;
  for (let n = wanted === '' ? 1 : 2; ; n++) if (!taken.has(`${stem}-${n}`)) return `${stem}-${n}`;
}

export function madePassword(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(PASSWORD_MADE_LENGTH));
  return Array.from(bytes, (byte) => PASSWORD_LETTERS[byte % PASSWORD_LETTERS.length]).join('');
}
