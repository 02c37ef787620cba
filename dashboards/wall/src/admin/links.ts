// Addresses of the administration's pages.

const link = (...parts: string[]) => `#/admin/${parts.map(encodeURIComponent).join('/')}`;

export const links = {
  page: (name: string) => link(name),
  item: (kind: string, id: string) => link(kind, id),
  fresh: (kind: string, of = '') => (of === '' ? link(kind, 'new') : link(kind, 'new', of)),
};

export function go(href: string): void {
  location.hash = href;
}
