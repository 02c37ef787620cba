import { tick } from 'svelte';
import { wall } from '../../state/wall.svelte';
import { familyApi } from '../api';
import { family } from './family.svelte';

/** To the story of an alert, of whichever elder it is. */
export async function leadToStory(id: string): Promise<void> {
  try {
    const alert = family.alerts.get(id) ?? (await familyApi.alert(id));
    family.take(alert);
    if (alert.elder && family.elders.has(alert.elder.id)) family.choose(alert.elder.id);
    await tick();
    const story = document.querySelector<HTMLElement>(`[data-testid="story"][data-alert-id="${CSS.escape(id)}"]`);
    story?.scrollIntoView({ block: 'center' });
    story?.focus();
  } catch (failure) {
    wall.refused(failure);
  }
}
