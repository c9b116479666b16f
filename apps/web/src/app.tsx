import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router/dom';
import { useLayoutEffect } from 'react';
import { queryClient } from './data/query-client';
import { Messages } from './layout/messages';
import { router } from './routes';
import { colours, theme } from './theme';
import { useLanguage } from './words/use-language';

/** The server wrote it into this page; styles without it are refused. */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
// What keeps the page behind a dialog from scrolling writes a style of its own, and looks for the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: nonce() });

export function App() {
  // In the moment in which the application is in the page, and not before: until then its first words stay readable.
  useLayoutEffect(() => document.getElementById('first-words')?.remove(), []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto" getStyleNonce={nonce}>
      <QueryClientProvider client={queryClient}>
        <Messages />
        {/* Another language is another page: everything that is said is said anew. */}
        <RouterProvider key={useLanguage()} router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
