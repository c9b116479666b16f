import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { keepQueries, restoreQueries } from './data/kept-queries';
import { queryClient } from './data/query-client';
import { followOtherTabs } from './data/session-state';
import { registerServiceWorker } from './offline/register-service-worker';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');

followOtherTabs(queryClient);
// A browser that keeps nothing (private windows) still shows the application.
await restoreQueries(queryClient).catch(() => {});
keepQueries(queryClient);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
registerServiceWorker();
