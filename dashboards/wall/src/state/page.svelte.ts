export type PageName = 'wall' | 'handover' | 'past' | 'figures' | 'admin';

/** The address says which page is shown, so that a reload, a second sign-in and the browser's "back" find it again. */
class PageChoice {
  hash = $state(location.hash);
  readonly now = $derived<PageName>(this.hash === '#handover' ? 'handover' : this.hash === '#past' || this.hash.startsWith('#past?') ? 'past' : this.hash === '#figures' ? 'figures' : this.hash.startsWith('#/admin') ? 'admin' : 'wall');
  /** What follows in the address: `#/admin/elders/elder-7` is `['elders', 'elder-7']`. */
  readonly parts = $derived(this.now === 'admin' ? this.hash.split('/').slice(2).map(decoded) : []);

  start(): void {
    addEventListener('hashchange', () => (this.hash = location.hash));
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Somebody typed it by hand.
    return part;
  }
}

export const page = new PageChoice();
