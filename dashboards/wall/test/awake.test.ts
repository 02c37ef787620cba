import { afterEach, expect, test, vi } from 'vitest';
import { stayAwake } from '../src/state/awake';

afterEach(() => vi.unstubAllGlobals());

/** A page whose browser may keep the screen on. */
function page(refuses = false) {
  const seen = new EventTarget();
  const release = vi.fn(() => Promise.resolve());
  const request = vi.fn(() => (refuses ? Promise.reject(new DOMException('low battery', 'NotAllowedError')) : Promise.resolve({ release })));
  const document = Object.assign(seen, { visibilityState: 'visible' });
  vi.stubGlobal('document', document);
  vi.stubGlobal('navigator', { wakeLock: { request } });
  return { request, release, look: (visibilityState: string) => { document.visibilityState = visibilityState; seen.dispatchEvent(new Event('visibilitychange')); } };
}

test('The screen is kept on, and again when the page is seen after it was hidden', async () => {
  const { request, release, look } = page();
  const stop = stayAwake();
  await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(1));
  look('hidden');
  look('visible');
  await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(2));
  stop();
  await vi.waitFor(() => expect(release).toHaveBeenCalled());
  look('visible');
  expect(request).toHaveBeenCalledTimes(2);
});

test('A browser that refuses, or knows nothing of it, goes on as it did', async () => {
  const { request } = page(true);
  stayAwake()();
  expect(request).toHaveBeenCalledTimes(1);
  vi.stubGlobal('navigator', {});
  expect(() => stayAwake()()).not.toThrow();
});
