import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router/dom';
import { lazy, Suspense } from 'react';
import { queryClient } from './data/query-client';
import { router } from './routes';
import { colours, theme } from './theme';

/** The first message comes after the first page. */
const Notifications = lazy(() => import('@mantine/notifications').then((parts) => ({ default: parts.Notifications })));

/** The server wrote it into this page; styles without it are refused. */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto" getStyleNonce={nonce}>
      <QueryClientProvider client={queryClient}>
        <Suspense>
          <Notifications position="top-center" autoClose={6000} limit={3} />
        </Suspense>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
