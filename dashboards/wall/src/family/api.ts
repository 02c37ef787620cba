import { all, numbered, said, silo } from '../http';
import { PAGE_MAX } from '../model/limits';
import type { FamilyAct, Quiet } from './model/contract';

const path = (id: string) => ({ params: { path: { id } } });

export const familyApi = {
  elder: (id: string) => said(silo.GET('/api/elders/{id}/family', path(id))),
  /** @param date like 2026-11-26; null: today there. */
  day: (id: string, date: string | null) => said(silo.GET('/api/elders/{id}/day', { params: { path: { id }, query: date === null ? {} : { date } } })),
  devices: (site: string) => all((page) => silo.GET('/api/devices', { params: { query: { site, ...page } } })),
  open: () => all((page) => silo.GET('/api/alerts', { params: { query: { state: 'open', ...numbered({ ...page, limit: PAGE_MAX }) } } })),
  alert: (id: string) => said(silo.GET('/api/alerts/{id}', path(id))),
  answer: (id: string, act: FamilyAct) => said(silo.POST('/api/alerts/{id}/family', { ...path(id), body: { act } })),
  arrive: (id: string) => said(silo.POST('/api/alerts/{id}/arrive', path(id))),
  setQuiet: (elder: string, quiet: Quiet | null) => said(silo.PUT('/api/elders/{id}/contacts/mine', { ...path(elder), body: { quiet } })),
};
