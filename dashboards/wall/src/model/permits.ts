import type { Role, State } from './contract';

export interface Permits { acknowledge: boolean; arrive: boolean; resolve: boolean }

/** Which buttons a card shows: what the contract's states allow and the role may do. Families watch, staff act. */
export function permitsFor(role: Role, state: State): Permits {
  const staff = role !== 'family' && role !== 'officer';
  return {
    acknowledge: staff && state === 'open',
    arrive: staff && (state === 'open' || state === 'acknowledged'),
    resolve: staff && state !== 'resolved',
  };
}
