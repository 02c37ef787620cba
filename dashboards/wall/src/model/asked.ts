import type { Alert } from './contract';

/** What the card says of people outside: who was told, who is being asked, or that nobody could be told. Null: nobody is to be yet. */
export interface Reach { how: 'told' | 'asking' | 'nobody'; people: string[] }

export function reachOf(alert: Pick<Alert, 'tier' | 'drill' | 'asked'>): Reach | null {
  if (alert.tier < 2 || alert.drill) return null;
  const told = alert.asked.filter(({ delivered }) => delivered === true);
  if (told.length > 0) return { how: 'told', people: told.map(({ person }) => person) };
  const asking = alert.asked.filter(({ delivered }) => delivered === null);
  return { how: asking.length > 0 ? 'asking' : 'nobody', people: asking.map(({ person }) => person) };
}
