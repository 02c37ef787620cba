export type PageName = 'wall' | 'handover';

/** The address says which page is shown, so that a reload, a second sign-in and the browser's "back" find it again. */
class PageChoice {
  now = $state<PageName>(named());

  start(): void {
    addEventListener('hashchange', () => (this.now = named()));
  }
}

const named = (): PageName => (location.hash === '#handover' ? 'handover' : 'wall');

export const page = new PageChoice();
