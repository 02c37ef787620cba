import { tick } from 'svelte';
import { api } from '../api';
import { wall } from './wall.svelte';

/** A notice on a phone leads to its alert: by the address (`?alert=ID`), or by word of the service worker to a page that is open already. Returns how to stop. */
export function followNotices(lead: (id: string) => Promise<void>): () => void {
  const asked = new URL(location.href);
  const id = asked.searchParams.get('alert');
  if (id !== null) {
    // A reload must not lead there again.
    asked.searchParams.delete('alert');
    history.replaceState(null, '', asked);
    void lead(id);
  }
  const listen = ({ data }: MessageEvent<{ type?: string; alert?: string | null }>) => {
    if (data.type === 'open' && data.alert) void lead(data.alert);
  };
  if (!('serviceWorker' in navigator)) return () => undefined;
  navigator.serviceWorker.addEventListener('message', listen);
  return () => navigator.serviceWorker.removeEventListener('message', listen);
}

/** On the wall: to its card; one that is closed, or has no card, is found in the history of its place. */
export async function leadToCard(id: string): Promise<void> {
  location.hash = '';
  try {
    const alert = wall.told.open.get(id) ?? (await api.alert(id));
    if (!wall.shows(alert.siteId)) wall.chooseSite('');
    await tick();
    const card = document.querySelector<HTMLElement>(`[data-alert-id="${CSS.escape(id)}"]`);
    card?.scrollIntoView({ block: 'center' });
    if (card) (card.querySelector<HTMLElement>('[data-testid="ack"], [data-testid="arrive"], [data-testid="resolve"]') ?? card.querySelector('button'))?.focus();
    else wall.openRoom(alert.placeId);
  } catch (failure) {
    wall.refused(failure);
  }
}
