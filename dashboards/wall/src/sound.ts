import { louderOrEqual, PATTERNS, type SoundName } from './model/pattern';
import { TONES, type ToneName } from './model/tones';

/** What an end-to-end test and the banner can see. `off` = the browser still withholds sound. */
export type SoundState = 'off' | 'idle' | SoundName;

const TICK_MS = 200;
/** Alerts that come together are one announcement: a burst that starts over at each of them would be a stutter. */
const SAME_NEWS_MS = 1_000;
/** Each pulse swells and fades, else it clicks. IEC 60601-1-8: rise time 10-40 % of the pulse. */
const RAMP_S = 0.02;
/** Of one pulse, at full volume. */
const PEAK = 0.8;

/** Plays the patterns: the wanted one again and again, an announcement at once. */
export class SoundPlayer {
  #context: AudioContext | null = null;
  #voice: { gain: GainNode; tones: OscillatorNode[]; startedMs: number; endsAtMs: number; name: SoundName } | null = null;
  #wanted: SoundName | null = null;
  #nextBurstMs = 0;

  tone: ToneName = 'bell';
  /** QUIETEST to 1. */
  volume = 1;

  constructor(private readonly onState: (state: SoundState) => void) {}

  /** Browsers keep sound back until a person has touched the page. Call once at start and at every gesture. */
  unlock(): void {
    if (this.#context === null) {
      if (typeof AudioContext === 'undefined') return;
      this.#context = new AudioContext();
      this.#context.addEventListener('statechange', () => this.#tick());
      setInterval(() => this.#tick(), TICK_MS);
    }
    if (this.#context.state !== 'running') void this.#context.resume().catch(() => undefined);
    this.#tick();
  }

  want(name: SoundName | null): void {
    if (name === this.#wanted) return;
    const before = this.#wanted;
    this.#wanted = name;
    if (name === null) this.#cut();
    // A worse need cuts in; a lesser one waits until the running burst has ended.
    else this.#nextBurstMs = before === null || louderOrEqual(name, before) ? 0 : (this.#voice?.endsAtMs ?? 0);
    this.#tick();
  }

  /** A new alert, a new press, an escalation: heard now, not at the next repeat, unless something worse is sounding. */
  announce(name: SoundName): void {
    if (this.#wanted !== null && !louderOrEqual(name, this.#wanted)) return;
    const justSaid = this.#voice?.name === name && performance.now() - this.#voice.startedMs < SAME_NEWS_MS;
    if (this.#running && !justSaid) this.#play(name);
    this.#tick();
  }

  /** Somebody wants to hear it: once, unless something worse is sounding. */
  try(name: SoundName): void {
    this.unlock();
    if (this.#running && (this.#wanted === null || louderOrEqual(name, this.#wanted))) this.#play(name);
    this.#tick();
  }

  get #running(): boolean {
    return this.#context?.state === 'running';
  }

  #tick(): void {
    const nowMs = performance.now();
    if (this.#running && this.#wanted !== null && nowMs >= this.#nextBurstMs) this.#play(this.#wanted);
    const single = this.#voice !== null && nowMs < this.#voice.endsAtMs ? this.#voice.name : null;
    this.onState(this.#running ? (this.#wanted ?? single ?? 'idle') : 'off');
  }

  #play(name: SoundName): void {
    const context = this.#context;
    if (context === null) return;
    this.#cut();
    const gain = context.createGain();
    gain.connect(context.destination);
    const { pitch, harmonics } = TONES[this.tone];
    const peak = PEAK * this.volume;
    const wave = context.createPeriodicWave(new Float32Array(harmonics.length), new Float32Array(harmonics));
    const tones: OscillatorNode[] = [];
    const startS = context.currentTime + 0.03;
    for (const pulse of PATTERNS[name].pulses) {
      const fromS = startS + pulse.atMs / 1000;
      const toS = fromS + pulse.lengthMs / 1000;
      const tone = context.createOscillator();
      const envelope = context.createGain();
      tone.setPeriodicWave(wave);
      tone.frequency.value = pulse.pitchHz * pitch;
      envelope.gain.setValueAtTime(0, fromS);
      envelope.gain.linearRampToValueAtTime(peak, fromS + RAMP_S);
      envelope.gain.setValueAtTime(peak, toS - RAMP_S);
      envelope.gain.linearRampToValueAtTime(0, toS);
      tone.connect(envelope).connect(gain);
      tone.start(fromS);
      tone.stop(toS);
      tones.push(tone);
    }
    const nowMs = performance.now();
    this.#voice = { gain, tones, startedMs: nowMs, endsAtMs: nowMs + PATTERNS[name].burstMs, name };
    this.#nextBurstMs = nowMs + PATTERNS[name].repeatMs;
  }

  #cut(): void {
    this.#voice?.gain.disconnect();
    this.#voice?.tones.forEach((tone) => tone.stop());
    this.#voice = null;
  }
}
