import type { UserRole } from '@aegis/contract';
import { createElement } from 'react';
import { NewVersion } from './new-version';
import { say } from '../layout/messages';
import { words } from '../words/words';

/** After the page is there: the first visit shall not wait for files it does not need yet. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const register = (): void => {
    navigator.serviceWorker.register('/sw.js', { type: 'classic' }).then(watch, () => {
      // Without it everything works but a start without network; browsers refuse it in private windows.
    });
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register);
}

/** The worker keeps the pages of whoever is signed in, for work without network. */
export async function keepPagesOf(role: UserRole): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ keepFor: role });
}

function watch(registration: ServiceWorkerRegistration): void {
  registration.addEventListener('updatefound', () => {
    const next = registration.installing;
    next?.addEventListener('statechange', () => {
      if (next.state === 'installed' && navigator.serviceWorker.controller) offer(next);
    });
  });
}

/** Never by itself: whoever is in the middle of a check-in or a booking is not interrupted. */
function offer(next: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  void say({
    id: 'new-version',
    title: words('offline.newVersion'),
    message: createElement(NewVersion, { onAgree: () => next.postMessage('take-over') }),
    autoClose: false,
  });
}
