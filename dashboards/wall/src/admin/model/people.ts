import type { Contact } from './contract';

/** Somebody without a name, or a way without an address. */
export const contactsWrong = (people: readonly Contact[]) =>
  people.some((person) => person.name.trim() === '' || person.channels.some((channel) => channel.address.trim() === ''));
