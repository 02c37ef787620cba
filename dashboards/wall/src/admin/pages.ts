import type { Role } from '../model/contract';
import type { AdminKey } from './text';

export interface AdminPage { name: string; title: AdminKey; roles: readonly Role[] }

const manager: readonly Role[] = ['admin', 'director'];
const staff: readonly Role[] = ['admin', 'director', 'duty'];

/** The pages in the order of the menu. Everybody has an account of their own. */
export const PAGES: readonly AdminPage[] = [
  { name: 'start', title: 'nav.start', roles: ['admin'] },
  { name: 'inbox', title: 'nav.inbox', roles: manager },
  { name: 'sites', title: 'nav.sites', roles: manager },
  { name: 'elders', title: 'nav.elders', roles: manager },
  { name: 'devices', title: 'nav.devices', roles: manager },
  { name: 'people', title: 'nav.people', roles: manager },
  { name: 'duty', title: 'nav.duty', roles: manager },
  { name: 'rounds', title: 'nav.rounds', roles: staff },
  { name: 'equipment', title: 'nav.equipment', roles: staff },
  { name: 'hazards', title: 'nav.hazards', roles: staff },
  { name: 'reports', title: 'nav.reports', roles: staff },
  { name: 'complaints', title: 'nav.complaints', roles: ['admin', 'director', 'duty', 'family'] },
  { name: 'policy', title: 'nav.policy', roles: manager },
  { name: 'tokens', title: 'nav.tokens', roles: manager },
  { name: 'webhooks', title: 'nav.webhooks', roles: manager },
  { name: 'hooks', title: 'nav.hooks', roles: manager },
  { name: 'transfer', title: 'nav.transfer', roles: manager },
  { name: 'audit', title: 'nav.audit', roles: manager },
  { name: 'account', title: 'nav.account', roles: ['admin', 'director', 'duty', 'family'] },
];

export const pagesFor = (role: Role) => PAGES.filter((page) => page.roles.includes(role));
