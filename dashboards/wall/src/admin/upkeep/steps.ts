import type { UpkeepItem, UpkeepKind, UpkeepStep, UpkeepType } from '../model/contract';

/** The pages of what is due: which kinds each shows, the first is the one that is written down new. */
export const KINDS_OF: Record<string, readonly UpkeepKind[]> = { rounds: ['round', 'drill'], equipment: ['equipment'], hazards: ['hazard'], reports: ['report'] };

export const TYPES_OF: Record<UpkeepKind, readonly UpkeepType[]> = {
  round: ['other'], drill: ['other'], hazard: ['other'],
  equipment: ['extinguisher', 'hydrant', 'lighting', 'sprinkler', 'detector', 'door', 'other'],
  report: ['injury', 'severeInjury', 'death', 'missing', 'fire', 'infection', 'other', 'periodic'],
};

/** What may be done about it now, as the silo will judge it. @param user who looks: nobody verifies their own work. */
export function stepsOf(item: UpkeepItem, user: string, manages: boolean): readonly UpkeepStep[] {
  if (item.state === 'closed' || item.state === 'retired') return [];
  const fixedBy = item.events.findLast(({ step }) => step === 'fixed')?.by;
  const submitted = item.events.some(({ step }) => step === 'submitted');
  const steps: UpkeepStep[] =
    item.kind === 'hazard' ? (item.state === 'open' ? ['fixed'] : fixedBy === user ? ['rejected'] : ['verified', 'rejected'])
    : item.kind === 'report' ? (item.state === 'waiting' ? ['received'] : item.everyMonths !== null && submitted ? ['submitted', 'received'] : ['submitted'])
    : ['done', 'skipped'];
  return manages ? [...steps, 'retired'] : steps;
}

/** Whose note says why, or what was done. */
export const NOTE_NEEDED: readonly UpkeepStep[] = ['skipped', 'fixed', 'rejected', 'retired'];
