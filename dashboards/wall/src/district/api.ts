import { all, said, silo } from '../http';
import type { Schemas } from '../model/contract';

export type District = Schemas['District'];
export type RollUp = Schemas['RollUp'];
export type Request = Schemas['Request'];
export type RequestInput = Schemas['RequestInput'];
export type Service = Schemas['ServiceKind'];
export type Source = Schemas['RequestSource'];

const path = (id: string) => ({ params: { path: { id } } });
const some = <T extends object>(query: T) => ({ params: { query } });

export const districtApi = {
  /** Without `format=csv` it is never the table. */
  page: async (level: string | null, month: string | null) => (await said(silo.GET('/api/district', some({ ...(level === null ? {} : { level }), ...(month === null ? {} : { month }) })))) as District,
  months: (level: string | null) => said(silo.GET('/api/district/months', some(level === null ? {} : { level }))),
  publish: (levelId: string, month: string, note: string | null) => said(silo.POST('/api/district/months', { body: { levelId, month, note } })),
  requests: (query: { state: string; level?: string; after?: string; names?: boolean; limit: number }) => said(silo.GET('/api/requests', some(query))),
  take: (body: RequestInput) => said(silo.POST('/api/requests', { body })),
  assign: (id: string, siteId: string | null, to: string | null, note: string | null) => said(silo.POST('/api/requests/{id}/assign', { ...path(id), body: { siteId, to, note } })),
  step: (id: string, step: 'done' | 'told', note: string | null) => said(silo.POST(`/api/requests/{id}/${step}`, { ...path(id), body: { note } })),
  levels: () => all(() => silo.GET('/api/levels')),
  saveLevel: (id: string, body: Schemas['LevelInput']) => said(silo.PUT('/api/levels/{id}', { ...path(id), body })),
  sites: () => all((query) => silo.GET('/api/sites', some(query))),
};
