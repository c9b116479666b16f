import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { queryClient } from './data/query-client';
import { followOtherTabs, wasSignedIn } from './data/session-state';
import { registerServiceWorker } from './offline/register-service-worker';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');

followOtherTabs(queryClient);
if (wasSignedIn()) {
  // A browser that keeps nothing (private windows) still shows the application.
  await import('./data/kept-queries').then(({ restoreQueries }) => restoreQueries(queryClient)).catch(() => {});
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
registerServiceWorker();
