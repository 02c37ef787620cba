import type { Alert, Kind, Priority, State } from './contract';

const PRIORITY_RANK: Record<Priority, number> = { high: 0, medium: 1, low: 2 };
const STATE_RANK: Record<State, number> = { open: 0, acknowledged: 1, arrived: 2, resolved: 3 };

/**
 * Within one priority: what kills everybody in the house within minutes, what poisons them, one person who needs a person, damage to the house, and then
 * the watch itself. Kinds of the same rank stand by state and age, so that no elder waits behind another because of a word.
 */
const ACUITY: Record<Kind, number> = {
  fire: 0,
  gas: 1, co: 1,
  help: 2, fall: 2, vitals: 2, wandering: 2, inactivity: 2,
  water: 3, environment: 3,
  system: 4,
  tamper: 5, fault: 5, offline: 5, battery: 5,
};

/** Priority, then acuity, then what nobody has answered yet, then whoever has waited longest. Total: equal only for the same alert. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    PRIORITY_RANK[a.priority] - PRIORITY_RANK[b.priority] ||
    ACUITY[a.kind] - ACUITY[b.kind] ||
    STATE_RANK[a.state] - STATE_RANK[b.state] ||
    // As the contract writes them, in UTC with as many digits, times stand in the order of their letters.
    (a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : 0) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

export function worstOf(alerts: Iterable<Alert>): Alert | null {
  let worst: Alert | null = null;
  for (const alert of alerts) if (worst === null || compareAlerts(alert, worst) < 0) worst = alert;
  return worst;
}

/** Where the hand goes after an answer: to the alert that stood below, else further down, else back up. Nearest first. */
export function nextAfter(ids: readonly string[], answered: string): string[] {
  const at = ids.indexOf(answered);
  return at < 0 ? [...ids] : [...ids.slice(at + 1), ...ids.slice(0, at).reverse()];
}
