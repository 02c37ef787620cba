import { api, ApiError } from '../api';
import { blindSeconds } from '../model/blind';
import { apply, EMPTY_STORE, type AlertStore } from '../model/alertStore';
import type { Alert, Colleague, Device, Elder, Floor, Health, Place, Session, Site } from '../model/contract';
import { isStaff } from '../model/handover';
import { standing, type SiteIncident } from '../model/incidents';
import { DENSE_FROM, DRAW_EVERY_MS } from '../model/limits';
import { compareAlerts } from '../model/order';
import { soundFor } from '../model/pattern';
import { SoundPlayer, type SoundState } from '../sound';
import { clock } from './clock.svelte';
import { recall, remember } from './memory';

/** `accountDue`: signed in, and nothing is answered before the password was changed or a second factor turned on. */
export type Phase = 'starting' | 'signedOut' | 'accountDue' | 'signedIn';
export type Link = 'connecting' | 'live' | 'down';

/** All that the page shows. The feed writes it, components read it; nothing else holds state of the house. */
class Wall {
  phase = $state<Phase>('starting');
  session = $state.raw<Session | null>(null);
  /** Why the sign-in page stands there: the session ended while somebody was watching. */
  ended = $state(false);

  /** As drawn: never more than DRAW_EVERY_MS behind what was told. */
  alertStore = $state.raw<AlertStore>(EMPTY_STORE);
  #told: AlertStore = EMPTY_STORE;
  #drawnMs = -Infinity;
  #drawing: ReturnType<typeof setTimeout> | undefined;
  /** False until the first list has come: an empty wall must not pass for a calm one. */
  loaded = $state(false);
  /** False until sites, rooms and elders were read: a silo that has not answered is not an empty one. */
  registryRead = $state(false);
  sites = $state.raw<Site[]>([]);
  places = $state.raw<Place[]>([]);
  elders = $state.raw<Elder[]>([]);
  devices = $state.raw<Device[]>([]);
  /** Who works here; staff only. */
  colleagues = $state.raw<Colleague[]>([]);
  /** Floor plans by site; staff only. */
  floors = $state.raw<ReadonlyMap<string, Floor[]>>(new Map());
  /** Of every site; staff only. */
  incidents = $state.raw<SiteIncident[]>([]);

  link = $state<Link>('connecting');
  lastBeatMs = $state(performance.now());
  /** The silo's newest seq by its last beat. */
  seq = 0;
  health = $state.raw<Health>({ ok: true, problems: [] });

  /** The chosen site, or "" for all. Sound never follows this choice: a hidden need must still be heard. */
  siteId = $state(recall('site') ?? '');
  /** What lies open beside the alerts: one at a time. */
  openPlaceId = $state<string | null>(null);
  openIncidentId = $state<string | null>(null);
  openAlertId = $state<string | null>(null);
  sound = $state<SoundState>('off');
  /** Read aloud by screen readers at once. */
  spoken = $state.raw<Alert | null>(null);

  readonly player = new SoundPlayer((state) => {
    this.sound = state;
    document.documentElement.dataset['sound'] = state;
  });

  readonly blindFor = $derived(this.phase === 'signedIn' ? blindSeconds(this.lastBeatMs, clock.mono) : null);
  readonly blind = $derived(this.blindFor !== null);
  readonly shownSites = $derived(this.sites.filter((site) => this.shows(site.id)));
  readonly allAlerts = $derived([...this.alertStore.open.values()].sort(compareAlerts));
  readonly alerts = $derived(this.allAlerts.filter((alert) => this.shows(alert.siteId)));
  /** Rows in place of cards: more alerts than cards have room for. */
  readonly dense = $derived(this.alerts.length >= DENSE_FROM);
  /** Resolved, and a detector goes on saying so. */
  readonly still = $derived([...this.alertStore.still.values()].filter((alert) => this.shows(alert.siteId)).sort(compareAlerts));
  readonly shownDevices = $derived(this.devices.filter((device) => this.shows(device.siteId)));
  readonly standing = $derived(standing(this.incidents).filter((incident) => this.shows(incident.siteId)));
  readonly openIncident = $derived(this.standing.find((incident) => incident.id === this.openIncidentId));
  readonly openAlert = $derived(this.openAlertId === null ? undefined : this.alertStore.open.get(this.openAlertId));
  readonly staff = $derived(this.session !== null && isStaff(this.session.role));
  readonly manages = $derived(this.session?.role === 'admin' || this.session?.role === 'director');
  /** A silo before its first home, and somebody who may begin one. */
  readonly empty = $derived(this.registryRead && this.sites.length === 0 && this.session?.role === 'admin');
  readonly wantedSound = $derived(this.phase === 'signedIn' ? soundFor(this.allAlerts, this.blind) : null);

  shows(siteId: string): boolean {
    return this.siteId === '' || this.siteId === siteId || !this.sites.some((site) => site.id === this.siteId);
  }

  chooseSite(siteId: string): void {
    this.siteId = siteId;
    remember('site', siteId);
  }

  openRoom(placeId: string | null): void {
    [this.openPlaceId, this.openIncidentId, this.openAlertId] = [placeId, null, null];
  }

  showIncident(id: string | null): void {
    [this.openPlaceId, this.openIncidentId, this.openAlertId] = [null, id, null];
  }

  showAlert(id: string | null): void {
    [this.openPlaceId, this.openIncidentId, this.openAlertId] = [null, null, id];
  }

  siteOf(siteId: string): Site | undefined {
    return this.sites.find((site) => site.id === siteId);
  }

  placeName(placeId: string): string {
    return this.places.find((place) => place.id === placeId)?.name ?? placeId;
  }

  /** A change from the silo, by whatever way it came. */
  take(alert: Alert): void {
    const applied = apply(this.#told, alert);
    if (!applied.changed) return;
    this.tell(applied.alertStore);
    if (!applied.announce) return;
    this.player.announce(alert.priority);
    if (alert.priority === 'high') this.spoken = alert;
  }

  /** Reads sites, rooms and elders anew, after they were changed here. */
  reread: () => Promise<void> = () => Promise.resolve();

  /** The alerts as told so far, for whoever merges a list into it. */
  get told(): AlertStore {
    return this.#told;
  }

  tell(alertStore: AlertStore): void {
    this.#told = alertStore;
    const waitMs = this.#drawnMs + DRAW_EVERY_MS - performance.now();
    if (waitMs <= 0) this.#draw();
    else this.#drawing ??= setTimeout(() => this.#draw(), waitMs);
  }

  #draw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    this.#drawnMs = performance.now();
    this.alertStore = this.#told;
  }

  /** Every refusal passes here, so that an ended session leads to the sign-in page from anywhere, and one that owes something to where it is given. */
  refused(failure: unknown): void {
    if (!(failure instanceof ApiError)) return;
    if (failure.status === 401) this.leave(true);
    else if (failure.type === 'password-change' || failure.type === 'second-factor-needed') void api.session().then((session) => this.enter(session), () => undefined);
  }

  enter(session: Session): void {
    this.session = session;
    this.ended = false;
    this.loaded = false;
    this.link = 'connecting';
    this.lastBeatMs = performance.now();
    clock.tick();
    this.phase = session.mustChangePassword || session.mustHaveSecondFactor ? 'accountDue' : 'signedIn';
  }

  async signOut(): Promise<void> {
    try {
      await api.signOut();
    } catch (failure) {
      // Staying signed in while the page says otherwise would be a lie; 401 means it is already so.
      if (!(failure instanceof ApiError && failure.status === 401)) return;
    }
    this.leave(false);
  }

  leave(ended: boolean): void {
    this.phase = 'signedOut';
    this.ended = ended;
    this.session = null;
    this.tell(EMPTY_STORE);
    this.loaded = false;
    this.openRoom(null);
    this.spoken = null;
    this.registryRead = false;
    this.sites = [];
    this.places = [];
    this.elders = [];
    this.colleagues = [];
    this.floors = new Map();
    this.devices = [];
    this.incidents = [];
    this.health = { ok: true, problems: [] };
  }
}

export const wall = new Wall();
