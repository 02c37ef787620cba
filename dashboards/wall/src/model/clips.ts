import type { Alert } from './contract';

/** Where a person may look at what a camera saw, the newest first, each once. Only addresses of the web: what else a device says is no link. */
export function clipsOf({ history }: Pick<Alert, 'history'>): string[] {
  const links = history.flatMap(({ says }) => says ?? []).filter(({ code }) => code === 'clip').map(({ values }) => values['link'] ?? '');
  return [...new Set(links.filter((link) => /^https?:\/\//i.test(link)).reverse())].slice(0, MOST);
}

/** A card has room for these; the others stand in the alert. */
const MOST = 3;
