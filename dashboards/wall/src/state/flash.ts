import { FLASH_STEP_MS } from '../model/limits';

/**
 * IEC 60601-1-8: a high alarm flashes at 1.4-2.8 Hz, a medium one at 0.4-0.8 Hz, a low one stands. All flash together, by two
 * attributes of the root that the style sheets look at. With CSS animations on sixty cards and no graphics card,
 * catching up on 1,500 changes took 15 s; so it takes about 3.
 */
export function startFlash(): void {
  // Whoever asks for less motion gets steady colour; shape, word and sound tell the rest.
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const root = document.documentElement.dataset;
  let step = 0;
  setInterval(() => {
    step++;
    root['flashHigh'] = step % 2 === 0 ? 'on' : 'off';
    root['flashMedium'] = step % 4 < 2 ? 'on' : 'off';
  }, FLASH_STEP_MS);
}
