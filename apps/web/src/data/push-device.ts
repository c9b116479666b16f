import { client } from './client';
import { onDevice } from './storage';

/** Under which the server knows this device; kept so that a sign-out can end it. */
const KEPT = 'aegis-push-device';

/**
 * on: this device shows messages. off: it could. blocked: its owner has said no to the browser. install: an iPhone or iPad shows
 * messages of installed applications alone. unable: it cannot, or the server sends none.
 */
export type DeviceState = 'on' | 'off' | 'blocked' | 'install' | 'unable';

export function deviceState(publicKey: string | null): DeviceState {
  if (publicKey === null || !('serviceWorker' in navigator)) return 'unable';
  if (!('PushManager' in window) || !('Notification' in window))
    return isAppleDevice() && !isInstalled() ? 'install' : 'unable';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && onDevice.get(KEPT) !== null ? 'on' : 'off';
}

/** iPads say that they are Macs, but those have no touch screen. */
const isAppleDevice = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1);

const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches;

/** Asks the person, then the browser, then tells the server. False when the person has said no. */
export async function switchOn(publicKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const registration = await navigator.serviceWorker.ready;
  await introduce(await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }));
  return true;
}

/** Nothing that the server still tells of anybody may come to a device at which nobody is signed in. */
export async function switchOff(): Promise<void> {
  const id = onDevice.get(KEPT);
  onDevice.remove(KEPT);
  if (id !== null) await client.notifications.endSubscription({ params: { id } });
}

/** Browsers give a device another address now and then: said again at each start, it is never wrong for long. */
export async function keepIntroduced(): Promise<void> {
  if (onDevice.get(KEPT) === null || !('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.getSubscription();
  if (subscription) await introduce(subscription);
  else onDevice.remove(KEPT);
}

async function introduce(subscription: PushSubscription): Promise<void> {
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  const { id } = await client.notifications.subscribe({ body: { endpoint, keys: { p256dh, auth } } });
  onDevice.set(KEPT, id);
}
