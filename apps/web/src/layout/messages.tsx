import type { NotificationData } from '@mantine/notifications';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { words } from '../words/words';

const load = () => import('@mantine/notifications');
const Notifications = lazy(async () => ({ default: (await load()).Notifications }));

let hasSpoken = false;
const listeners = new Set<() => void>();

/** Shows a message over the page for a while. What shows it is loaded with the first one: most pages never say anything. */
export async function say(message: NotificationData): Promise<void> {
  hasSpoken = true;
  for (const listener of listeners) listener();
  (await load()).notifications.show({ closeButtonProps: { 'aria-label': words('layout.hide') }, ...message });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Messages() {
  const isNeeded = useSyncExternalStore(subscribe, () => hasSpoken);
  if (!isNeeded) return null;
  return (
    <Suspense>
      <Notifications position="top-center" autoClose={6000} limit={3} />
    </Suspense>
  );
}
