import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import type { StreamEventName } from '@aegis/contract';
import { API_BASE_PATH } from '@aegis/contract/base-path';
import { createContext, useContext, useEffect, useState } from 'react';
import { noteBreak } from './reachability';
import { useServerConfig } from './server-config';

const POLL_MS = 5000;
/** With events, asking is only a net below them. */
const POLL_WITH_EVENTS_MS = 60_000;
/** Several events of one change come together. */
const GATHER_MS = 200;

/** What each kind of event makes old. */
const MADE_OLD: Record<StreamEventName, QueryKey[]> = {
  location: [['job-location'], ['job-trail']],
  status: [['jobs'], ['job'], ['job-timeline'], ['admin'], ['guard-profile'], ['offers']],
  offer: [['offers'], ['job-timeline']],
  payment: [['job-payments'], ['job'], ['job-timeline'], ['earnings'], ['admin']],
  // Too much was missed to tell it one by one: the empty key is the beginning of every other.
  resync: [[]],
};

const EventsAreLive = createContext(false);
export const EventsAreLiveProvider = EventsAreLive.Provider;

/** How often a changing thing is asked for: seldom while the server tells of changes by itself. */
export function usePolling(everyMs = POLL_MS): number {
  return useContext(EventsAreLive) ? Math.max(everyMs, POLL_WITH_EVENTS_MS) : everyMs;
}

/** Listens to `path` while the page is seen, where the server has it. True while the connection stands. */
export function useEvents(path: '/events' | `/jobs/${string}/events`, wanted: boolean): boolean {
  const [isLive, setLive] = useState(false);
  const offered = useServerConfig().liveEvents;
  const queries = useQueryClient();
  useEffect(() => {
    if (!offered || !wanted) return;
    return listenWhileVisible(`${API_BASE_PATH}${path}`, queries, setLive);
  }, [path, offered, wanted, queries]);
  return isLive;
}

/** A hidden page holds no connection: browsers allow six to a server over all tabs. */
function listenWhileVisible(url: string, queries: QueryClient, setLive: (live: boolean) => void): () => void {
  let source: EventSource | null = null;
  const old = new Set<QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = (): void => {
    timer = undefined;
    for (const queryKey of old) void queries.invalidateQueries({ queryKey });
    old.clear();
  };
  const close = (): void => {
    source?.close();
    source = null;
    setLive(false);
  };
  const follow = (): void => {
    if (document.visibilityState === 'hidden') return close();
    if (source) return;
    source = new EventSource(url);
    source.addEventListener('open', () => setLive(true));
    source.addEventListener('error', () => {
      setLive(false);
      noteBreak();
    });
    for (const [type, keys] of Object.entries(MADE_OLD))
      source.addEventListener(type, () => {
        for (const key of keys) old.add(key);
        timer ??= setTimeout(refresh, GATHER_MS);
      });
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    clearTimeout(timer);
    close();
  };
}
