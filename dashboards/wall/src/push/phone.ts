import type { Language } from '../i18n';
import { pushApi } from './api';

/** Can this browser show notices while the page is closed? `homeScreen`: an iPhone does, once the page stands on its home screen. */
export type Support = 'yes' | 'homeScreen' | 'insecure' | 'unsupported';
/** Why they could not be turned on here. */
export type Refusal = 'denied' | 'serviceAway';

export function support(): Support {
  if (!isSecureContext) return 'insecure';
  if ('serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis) return 'yes';
  // An iPad calls itself a Mac, which has no touch screen.
  return /iPhone|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1) ? 'homeScreen' : 'unsupported';
}

/** Asks the browser, and tells the silo. Must begin in a press: browsers let no page ask by itself.
 * @returns null: notices are on. */
export async function turnOn(language: Language): Promise<Refusal | null> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  await navigator.serviceWorker.register('/sw.js');
  const worker = await navigator.serviceWorker.ready;
  const key = bytesOf(await pushApi.key());
  const before = await worker.pushManager.getSubscription();
  // Made for the key of another house, or of this one before its data was lost: nothing comes by it.
  if (before && !same(before.options.applicationServerKey, key)) await before.unsubscribe();
  try {
    await tell(await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }), language);
    return null;
  } catch (failure) {
    if (!(failure instanceof DOMException)) throw failure;
    return failure.name === 'NotAllowedError' ? 'denied' : 'serviceAway';
  }
}

/** After each sign-in: notices that are on go on with the new session, for whoever signed in. */
export async function keepOn(language: Language): Promise<void> {
  if (support() !== 'yes' || Notification.permission !== 'granted') return;
  const worker = await navigator.serviceWorker.getRegistration('/');
  const subscription = await worker?.pushManager.getSubscription();
  if (subscription) await tell(subscription, language);
}

/** Calls back with the tag of each notice that this browser shows. Returns how to stop. */
export function onShown(heard: (tag: string) => void): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const listen = ({ data }: MessageEvent<{ type?: string; tag?: string }>) => {
    if (data.type === 'shown') heard(data.tag ?? '');
  };
  navigator.serviceWorker.addEventListener('message', listen);
  return () => navigator.serviceWorker.removeEventListener('message', listen);
}

function tell(subscription: PushSubscription, language: Language) {
  const { endpoint, keys } = subscription.toJSON();
  return pushApi.add({ endpoint: endpoint ?? null, expirationTime: subscription.expirationTime, keys: { p256dh: keys?.['p256dh'] ?? null, auth: keys?.['auth'] ?? null }, language });
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

function same(one: ArrayBuffer | null, other: Uint8Array): boolean {
  return one !== null && new Uint8Array(one).join() === other.join();
}
