import { AppShell, Box, Group } from '@mantine/core';
import type { Group as WordGroup } from '@aegis/words/groups';
import { useQueryClient } from '@tanstack/react-query';
import { Fragment, lazy, Suspense, useEffect, useState } from 'react';
import { type Location, Outlet, ScrollRestoration, useNavigate } from 'react-router';
import { EventsAreLiveProvider, useEvents } from './data/live';
import { type Session, useSession } from './data/session';
import { useServerConfig } from './data/server-config';
import { expectedRole, type User } from './data/session-state';
import { LIVE_EVENTS } from './live-events';
import { ConnectionBanner } from './offline/connection-banner';
import { OldPage } from './offline/old-page';
import { keepPagesOf } from './offline/register-service-worker';
import { AccountMenu } from './layout/account-menu';
import { Brand } from './layout/brand';
import { BottomBar, TopLinks } from './layout/navigation-bars';
import { changeLanguage, needWords } from './words/speech';
import { words } from './words/words';

const DemoBar = lazy(() => import('./demo/demo-bar').then(({ DemoBar: component }) => ({ default: component })));
const SideBar = lazy(() => import('./layout/side-bar'));
const SearchBox = lazy(() => withWords(import('./admin/desk/search-box'), 'admin'));
const GuardShift = lazy(() => withWords(import('./guard/positions/guard-shift'), 'pages'));

/** What is beside the page comes by itself, and so do its words. */
async function withWords<Module>(loading: Promise<Module>, group: WordGroup): Promise<Module> {
  const [module] = await Promise.all([loading, needWords(group)]);
  return module;
}

const HEADER_PX = 60;
const DEMO_BAR_PX = 44;
/** Above what a phone keeps for its own gestures. */
const BOTTOM_BAR = 'calc(4rem + env(safe-area-inset-bottom))';

/** Header, the way around (a bar at thumb height on a phone), and the page between them. */
export function AppFrame() {
  const { user, isLoading } = useSession();
  const role = user?.role ?? (isLoading ? expectedRole() : null);
  const isDemo = useServerConfig().demo !== null;
  const live = useEvents(user !== null, LIVE_EVENTS);
  const isAdmin = role === 'admin';
  useKeepSeen(user?.role);
  useMessagesOfDevice(user?.id ?? null);
  useLanguageOf(user);
  return (
    <EventsAreLiveProvider value={live}>
      <a className="skip-link" href="#page">
        {words('layout.skip')}
      </a>
      <AppShell
        header={{ height: HEADER_PX + (isDemo ? DEMO_BAR_PX : 0) }}
        navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: true, desktop: !isAdmin } }}
        footer={{ height: { base: role ? BOTTOM_BAR : 0, sm: 0 }, collapsed: role === null }}
        transitionDuration={0}
      >
        <AppShell.Header withBorder bg="var(--aegis-surface)">
          {isDemo && (
            <Suspense fallback={<Box h={DEMO_BAR_PX} bg="var(--aegis-demo)" />}>
              <DemoBar height={DEMO_BAR_PX} />
            </Suspense>
          )}
          <Group h={HEADER_PX} px="md" justify="space-between" wrap="nowrap">
            <Brand isShort={isAdmin} />
            {isAdmin && <Search />}
            <Group gap="xs" wrap="nowrap">
              {role !== null && !isAdmin && <TopLinks role={role} />}
              <AccountMenu user={user} isComing={isLoading} />
            </Group>
          </Group>
        </AppShell.Header>
        {isAdmin && (
          <AppShell.Navbar p="xs" bg="var(--aegis-surface)">
            <Suspense>
              <SideBar role="admin" />
            </Suspense>
          </AppShell.Navbar>
        )}
        <AppShell.Main id="page" tabIndex={-1}>
          <ConnectionBanner />
          <OldPage />
          <PageOfOnePerson />
        </AppShell.Main>
        {role !== null && (
          <AppShell.Footer hiddenFrom="sm" bg="var(--aegis-surface)">
            <BottomBar role={role} />
          </AppShell.Footer>
        )}
      </AppShell>
      {user?.role === 'guard' && <Shift user={user} />}
      <ScrollRestoration getKey={visitOf} />
    </EventsAreLiveProvider>
  );
}

const Shift = ({ user: { email, id } }: { user: User }) => (
  <Suspense>
    <GuardShift email={email} userId={id} />
  </Suspense>
);

/** Its room is kept free until it is there. */
const Search = () => (
  <Suspense fallback={<Box flex={1} />}>
    <SearchBox />
  </Suspense>
);

/** The first page of a document has no key of its own: every address typed in would open where the last one was left. */
const visitOf = ({ key, pathname }: Location): string => (key === 'default' ? pathname : key);

/** Another person's page is another page, even at the same address. */
function PageOfOnePerson() {
  const turn = useTurn(useSession());
  return (
    <Fragment key={turn}>
      <Outlet />
    </Fragment>
  );
}

/**
 * Counts the people this page has been for. Finding out who it is for is no change: the page is open already, may hold the token
 * of a mailed link, and would lose it.
 */
function useTurn({ user, isLoading }: Session): number {
  const [seen, setSeen] = useState<{ id: string | null | undefined; turn: number }>({ id: undefined, turn: 0 });
  const id = user?.id ?? null;
  if (isLoading || seen.id === id) return seen.turn;
  const turn = seen.id === undefined ? seen.turn : seen.turn + 1;
  setSeen({ id, turn });
  return turn;
}

/** What a guard needs without network is kept from the moment somebody is signed in, and so are the pages that show it. */
function useKeepSeen(role: User['role'] | undefined): void {
  const queries = useQueryClient();
  const isSignedIn = role !== undefined;
  useEffect(() => {
    if (isSignedIn) void import('./data/kept-queries').then(({ keepQueries }) => keepQueries(queries));
  }, [isSignedIn, queries]);
  useEffect(() => {
    if (role) void keepPagesOf(role);
  }, [role]);
}

/** Who is signed in reads their own language, whatever this browser spoke before. */
function useLanguageOf(user: User | null): void {
  const theirs = user?.language;
  useEffect(() => {
    if (theirs) void changeLanguage(theirs);
  }, [theirs]);
}

/** A message that is clicked outside opens its page here; and the server knows the address of this device as it is now. */
function useMessagesOfDevice(userId: string | null): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    const open = ({ data }: MessageEvent<{ open?: string }>): void => {
      if (data.open?.startsWith('/')) void navigate(data.open);
    };
    navigator.serviceWorker.addEventListener('message', open);
    return () => navigator.serviceWorker.removeEventListener('message', open);
  }, [navigate]);
  useEffect(() => {
    // Without an answer the device has the address that the server knows, or is told of it at the next start.
    if (userId !== null)
      void import('./data/push-device').then(({ keepIntroduced }) => keepIntroduced()).catch(() => undefined);
  }, [userId]);
}
