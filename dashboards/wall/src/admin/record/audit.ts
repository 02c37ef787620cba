import { adminApi } from '../api';
import type { AuditRow } from '../model/contract';
import { csvOf } from '../model/csv';
import { AUDIT_EXPORT_MAX } from '../model/limits';

export interface AuditFilter { user: string; about: string; what: string; from: string; to: string }

/** What the silo filters by; the rest is chosen from what it answers. */
export const queryOf = ({ user, about }: AuditFilter): { user?: string; about?: string } =>
  ({ ...(user.trim() === '' ? {} : { user: user.trim() }), ...(about.trim() === '' ? {} : { about: about.trim() }) });

/** `from` and `to` are days, like "2026-11-26", by this browser's clock; both count. */
export function wanted(row: AuditRow, { what, from, to }: AuditFilter): boolean {
  const day = new Date(row.at).toLocaleDateString('sv-SE');
  return (what === '' || row.what === what) && (from === '' || day >= from) && (to === '' || day <= to);
}

/** Every row that fits, and whether the limit cut it. */
export async function rowsFor(filter: AuditFilter, onread: (n: number) => void): Promise<{ rows: AuditRow[]; cut: boolean }> {
  const rows: AuditRow[] = [];
  let after: string | null = null;
  for (let read = 0; read < AUDIT_EXPORT_MAX;) {
    const { items, next } = await adminApi.audit(queryOf(filter), after);
    read += items.length;
    onread(read);
    rows.push(...items.filter((row) => wanted(row, filter)));
    // Rows are in order of time: after the last wanted day there is nothing more.
    const last = items.at(-1);
    if (next === null || last === undefined || (filter.to !== '' && new Date(last.at).toLocaleDateString('sv-SE') > filter.to)) return { rows, cut: false };
    after = next;
  }
  return { rows, cut: true };
}

export const auditCsv = (rows: readonly AuditRow[]) => csvOf(
  ['n', 'at', 'user', 'what', 'about', 'site', 'detail', 'from', 'hash'],
  rows.map((row) => [row.n, row.at, row.user, row.what, row.about, row.site, row.detail, row.from, row.hash]),
);

/** Hands a text over as a file. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser has its own hold on the file once the click is through.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
