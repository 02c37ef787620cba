import type { Alert, Priority, State } from './contract';

const PRIORITY_RANK: Record<Priority, number> = { high: 0, medium: 1, low: 2 };
const STATE_RANK: Record<State, number> = { open: 0, acknowledged: 1, arrived: 2, resolved: 3 };

/** Priority, then what nobody has answered yet, then whoever has waited longest. Total: equal only for the same alert. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    PRIORITY_RANK[a.priority] - PRIORITY_RANK[b.priority] ||
    STATE_RANK[a.state] - STATE_RANK[b.state] ||
    Date.parse(a.raisedAt) - Date.parse(b.raisedAt) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

export function worstOf(alerts: Iterable<Alert>): Alert | null {
  let worst: Alert | null = null;
  for (const alert of alerts) if (worst === null || compareAlerts(alert, worst) < 0) worst = alert;
  return worst;
}
