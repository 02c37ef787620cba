import type { Category, ElderItem, FamilySight } from '../model/contract';

/** The ledger as a form shows it: what the contract nests stands side by side. */
export interface LedgerDraft {
  id: string; name: string; placeId: string; bed: number | null; careLevel: number; birthDate: string | null; sex: 'female' | 'male' | null; categories: Category[];
  assessedOn: string; assessedBy: string; allergies: string | null; firstAid: string | null; doctorName: string; doctorPhone: string; admittedOn: string | null;
  consent: FamilySight[];
}

export function draftOf(elder: ElderItem | null, placeId: string): LedgerDraft {
  return {
    id: '', name: elder?.name ?? '', placeId: elder?.placeId ?? placeId, bed: elder?.bed ?? null, careLevel: elder?.careLevel ?? 1,
    birthDate: elder?.birthDate ?? null, sex: elder?.sex ?? null, categories: elder?.categories ?? [],
    assessedOn: elder?.careAssessment?.on ?? '', assessedBy: elder?.careAssessment?.by ?? '', allergies: elder?.allergies ?? null, firstAid: elder?.firstAid ?? null,
    doctorName: elder?.doctor?.name ?? '', doctorPhone: elder?.doctor?.phone ?? '', admittedOn: elder?.admittedOn ?? null, consent: elder?.consent ?? [],
  };
}

const ADVANCED_AGE = 80;
const byHand = (categories: readonly Category[]) => categories.filter((category) => category !== 'advancedAge');

/** Of advanced age is who was born long enough ago; only without a birth date is it told by hand. */
export const categoriesAt = (categories: readonly Category[], age: number | null): Category[] =>
  age === null ? [...categories] : [...byHand(categories), ...(age >= ADVANCED_AGE ? (['advancedAge'] as const) : [])];

/** What the silo is told. Room and bed of one who lives here change by a move, which has rules of its own. */
export function ledgerOf(draft: LedgerDraft, fresh: boolean): object {
  return {
    name: draft.name.trim(), careLevel: draft.careLevel, birthDate: draft.birthDate, sex: draft.sex,
    categories: draft.birthDate === null ? draft.categories : byHand(draft.categories),
    careAssessment: draft.assessedOn === '' ? null : { on: draft.assessedOn, by: draft.assessedBy.trim() },
    allergies: draft.allergies, firstAid: draft.firstAid,
    doctor: draft.doctorName.trim() === '' ? null : { name: draft.doctorName.trim(), phone: draft.doctorPhone.trim() },
    admittedOn: draft.admittedOn, consent: draft.consent, ...(fresh ? { placeId: draft.placeId, bed: draft.bed } : {}),
  };
}

/** Full years on a day; both like "1941-05-06". */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

export const dayText = (now: number) => new Date(now).toLocaleDateString('sv-SE');
