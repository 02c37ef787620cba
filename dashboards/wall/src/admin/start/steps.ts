/** What a home needs before a press can ring with elder, room and bed, in this order. */
export const STEPS = ['password', 'site', 'place', 'elder', 'device', 'nurse', 'press'] as const;
export type Step = (typeof STEPS)[number];

export interface Home {
  passwordDone: boolean; sites: readonly unknown[]; places: readonly unknown[]; elders: readonly unknown[];
  devices: readonly { lastSeenAt: string | null }[]; people: readonly { role: string }[];
}

/** The first step that is neither done nor left out; what is there already was done, by whatever way. Null: the home stands. */
export function stepOf(home: Home, skipped: readonly Step[]): Step | null {
  const done: Record<Step, boolean> = {
    // Whoever has got as far as a site has seen to the password, or chose not to.
    password: home.passwordDone || home.sites.length > 0,
    site: home.sites.length > 0,
    place: home.places.length > 0,
    elder: home.elders.length > 0,
    device: home.devices.length > 0,
    nurse: home.people.some((person) => person.role === 'duty'),
    press: false,
  };
  return STEPS.find((step) => !done[step] && !skipped.includes(step)) ?? null;
}
