import type { Day, FamilyElder } from '../../src/family/model/contract';
import { at } from '../make';

/** Wang, seen a minute ago, whose silence rings in two hours; 'at(0)' is 02:00 in Shanghai. */
export function anElder(well: Partial<FamilyElder['well']> = {}, over: Partial<FamilyElder> = {}): FamilyElder {
  return {
    elderId: 'e1', name: '王秀兰', placeId: 'sunshine-101', place: '101', siteId: 'sunshine', siteName: '阳光养老院', siteNameEn: 'Sunshine Home', sitePhone: null, timeZone: 'Asia/Shanghai',
    consent: ['day'], contacts: null, mine: null, askedAfterS: 180, nextAfterS: 120,
    well: { seen: true, blindSince: null, lastSignAt: at(-60), ringsAt: at(7200), mode: null, modeUntil: null, ...well }, ...over,
  };
}

/** A day from midnight in Shanghai, two hours before at(0). */
export const aDay = (over: Partial<Day> = {}): Day => ({
  elderId: 'e1', date: '2026-03-02', timeZone: 'Asia/Shanghai', from: at(-7200), to: at(-7200 + 86_400), presence: [], bed: [], doors: [], calls: [], falls: [], vitals: [], alerts: [], ...over,
});
