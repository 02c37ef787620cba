import { isTone, volumeOf, type ToneName } from '../model/tones';
import { recall, remember } from './memory';
import { wall } from './wall.svelte';

export type Theme = 'dark' | 'light';

/** How this screen looks and sounds: its own choice, whoever is signed in. */
class Look {
  theme = $state<Theme>(recall('theme') === 'light' ? 'light' : 'dark');
  tone = $state<ToneName>('bell');
  volume = $state(volumeOf(recall('volume')));
  /** Rooms on their floor plans, where there are some, in place of the grid of numbers. */
  plan = $state(recall('plan') === 'on');
  /** Hangs where everybody passes: shows and answers alerts, and nothing else. */
  kiosk = $state(recall('kiosk') === 'on');

  start(): void {
    const tone = recall('tone');
    if (isTone(tone)) this.tone = tone;
    // Paper is white.
    const paper = matchMedia('print');
    paper.addEventListener('change', () => this.#show(paper.matches ? 'light' : this.theme));
    this.#show(this.theme);
    this.#sound();
  }

  chooseTheme(theme: Theme): void {
    this.theme = theme;
    remember('theme', theme);
    this.#show(theme);
  }

  chooseTone(tone: ToneName): void {
    this.tone = tone;
    remember('tone', tone);
    this.#sound();
  }

  chooseVolume(volume: number): void {
    this.volume = volumeOf(String(volume));
    remember('volume', String(this.volume));
    this.#sound();
  }

  showPlan(on: boolean): void {
    this.plan = on;
    remember('plan', on ? 'on' : 'off');
  }

  setKiosk(on: boolean): void {
    this.kiosk = on;
    remember('kiosk', on ? 'on' : 'off');
  }

  #show(theme: Theme): void {
    document.documentElement.dataset['theme'] = theme;
  }

  #sound(): void {
    [wall.player.tone, wall.player.volume] = [this.tone, this.volume];
  }
}

export const look = new Look();
