import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { queryClient } from './data/query-client';
import { learnServerConfig } from './data/server-config';
import { followOtherTabs, ME, type User, wasSignedIn } from './data/session-state';
import { keepTypedOver } from './layout/typed';
import { startSpeaking } from './words/speech';
import { registerServiceWorker } from './offline/register-service-worker';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');

/** Not awaited by this module itself: what is loaded here imports from the file that this module is in, and both would wait. */
async function start(page: HTMLElement): Promise<void> {
  await Promise.all([learnServerConfig(), startSpeaking()]);
  if (wasSignedIn()) {
    // A browser that keeps nothing (private windows) still shows the application.
    await import('./data/kept-queries').then(({ restoreQueries }) => restoreQueries(queryClient)).catch(() => {});
  }
  createRoot(page).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  keepTypedOver(() => queryClient.getQueryData<User | null>(ME)?.id ?? null);
}

followOtherTabs(queryClient);
void start(root);
registerServiceWorker();
