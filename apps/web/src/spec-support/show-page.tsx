import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render } from '@testing-library/react';
import type { MarketRules } from '@aegis/contract';
import * as en from '@aegis/words/en';
import type { ReactNode } from 'react';
import { createMemoryRouter, Outlet, RouterProvider } from 'react-router';
import 'fake-indexeddb/auto';
import { vi } from 'vitest';
import { queryClient } from '../data/query-client';
import type { ServerConfig } from '../data/server-config';
import type { User } from '../data/session-state';
import { Messages } from '../layout/messages';
import { speakWith } from '../words/speech';
import { AnsweringServer, type Replies } from './answering-server';

/** Those that the pages say something of; a test of another gives it. */
const RULES: Partial<MarketRules> = {
  billingStepMinutes: 15,
  billingMinimumMinutes: 60,
  bookingAheadMaxDays: 90,
  cancellationBands: [{ fromHours: 0, percent: 50 }],
  checkInEarlyMinutes: 30,
  correctionAnswerHours: 48,
  dayWorkMaxHours: 16,
  earlyCheckOutMinutes: 5,
  fixGoodMeters: 50,
  fixPoorMeters: 200,
  geofenceAccuracyMeters: 50,
  geofenceMeters: 150,
  jobMaxHours: 24,
  jobMinHours: 1,
  noShowAlertMinutes: 15,
  platformFeePercent: 20,
  proposalOpenHours: 2,
  secondLookCents: 100_000,
  silenceMinutes: 5,
  tipMostCents: 50_000,
  trackingBeforeStartHours: 2,
};

const CONFIG = { rules: RULES, liveEvents: false, demo: null } as unknown as ServerConfig;

/** The page is alone: what it asks for it has. Its browser has locks, that of the tests has none. */
const LOCKS = {
  request: (_name: string, ...given: unknown[]) => Promise.resolve((given.at(-1) as () => unknown)()),
};

interface Shown {
  page: ReactNode;
  /** Of the page in the address, and where it is opened. */
  path: string;
  at?: string;
  as: User;
  replies: Replies;
}

/** A page as somebody opens it, signed in, with a server that answers so. */
export function showPage({ page, path, at = path, as, replies }: Shown): AnsweringServer {
  const server = new AnsweringServer();
  server.replies = replies;
  servers.add(server);
  vi.stubGlobal('fetch', server.fetch);
  Object.defineProperty(navigator, 'locks', { configurable: true, value: LOCKS });
  // Fields that grow with their text ask which letters have come.
  Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() });
  localStorage.setItem('aegis.signed-in', as.role);
  speakWith('en', en);
  queryClient.setQueryData(['config'], CONFIG);
  const router = createMemoryRouter(
    [
      {
        element: <Outlet context={as} />,
        children: [
          { path, element: page },
          { path: '*', element: <p>Another page</p> },
        ],
      },
    ],
    { initialEntries: [at] },
  );
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <Messages />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return server;
}

const servers = new Set<AnsweringServer>();

/** Nothing of one test is there in the next. */
export function leavePage(): void {
  cleanup();
  for (const server of servers) server.close();
  servers.clear();
  queryClient.clear();
  localStorage.clear();
  vi.unstubAllGlobals();
}
