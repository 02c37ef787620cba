import { clock } from '../../state/clock.svelte';
import { recall, remember } from '../../state/memory';
import { wall } from '../../state/wall.svelte';
import { shownOf, take } from '../model/alerts';
import type { Alert, Day, Device, FamilyElder } from '../model/contract';
import { standingOf } from '../model/wellBeing';

/** All that the page shows. The feed writes it, components read it. */
class Family {
  /** By id: the elders of this account that are there, each with when it was read. */
  elders = $state.raw<ReadonlyMap<string, { view: FamilyElder; atMono: number; at: number }>>(new Map());
  alerts = $state.raw<ReadonlyMap<string, Alert>>(new Map());
  devices = $state.raw<readonly Device[]>([]);
  today = $state.raw<Day | null>(null);
  /** False until the open alerts have come: an empty page must not pass for a calm one. */
  loaded = $state(false);
  chosen = $state(recall('elder') ?? '');

  readonly ids = $derived((wall.session?.elders ?? []).filter((id) => this.elders.has(id) || !this.loaded));
  readonly id = $derived(this.ids.includes(this.chosen) ? this.chosen : this.ids[0] ?? '');
  readonly read = $derived(this.elders.get(this.id) ?? null);
  readonly view = $derived(this.read?.view ?? null);
  readonly shown = $derived(shownOf(this.alerts.values(), this.id, this.view?.placeId ?? null, clock.now));
  readonly standing = $derived(standingOf({
    view: this.view, readAtMono: this.read?.atMono ?? -Infinity, open: this.shown.open, loaded: this.loaded, blindFor: wall.blindFor, healthy: wall.health.ok,
  }, clock.now, clock.mono));

  choose(id: string): void {
    this.chosen = id;
    remember('elder', id);
  }

  take(alert: Alert): void {
    this.alerts = take(this.alerts, alert);
  }

  keep(view: FamilyElder): void {
    this.elders = new Map(this.elders).set(view.elderId, { view, atMono: performance.now(), at: clock.now });
  }

  forget(): void {
    [this.elders, this.alerts, this.devices, this.today, this.loaded] = [new Map(), new Map(), [], null, false];
  }
}

export const family = new Family();
