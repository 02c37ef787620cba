import type { Language } from '../i18n';
import { recall, remember } from '../state/memory';
import { pushApi } from './api';

/** Whose notices were turned on in this browser, and in which of their sessions. */
const MEMORY = 'push';

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
export async function turnOn(user: string, language: Language): Promise<Refusal | null> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  await navigator.serviceWorker.register('/sw.js');
  const worker = await navigator.serviceWorker.ready;
  const key = bytesOf(await pushApi.key());
  const before = await worker.pushManager.getSubscription();
  // Made for the key of another house, or of this one before its data was lost: nothing comes by it.
  if (before && !same(before.options.applicationServerKey, key)) await before.unsubscribe();
  try {
    await tell(await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }), language);
    remember(MEMORY, `${user} ${await pushApi.sessionId()}`);
    return null;
  } catch (failure) {
    if (!(failure instanceof DOMException)) throw failure;
    return failure.name === 'NotAllowedError' ? 'denied' : 'serviceAway';
  }
}

/** Of this browser alone; the silo is told by whoever asks for it. */
export async function turnOff(): Promise<void> {
  remember(MEMORY, '');
  const worker = await navigator.serviceWorker.getRegistration('/');
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}

/** Notices ended with the session in which they were on: the same person's next one takes them on. What was turned off elsewhere in this session stays off, and nobody gets another's. */
export async function keepOn(user: string, language: Language): Promise<void> {
  const [whose, session] = (recall(MEMORY) ?? '').split(' ');
  if (whose !== user || support() !== 'yes' || Notification.permission !== 'granted') return;
  const worker = await navigator.serviceWorker.getRegistration('/');
  const subscription = await worker?.pushManager.getSubscription();
  const now = await pushApi.sessionId();
  if (!subscription || now === session) return;
  await tell(subscription, language);
  remember(MEMORY, `${user} ${now}`);
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
