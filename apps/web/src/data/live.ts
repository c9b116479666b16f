import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import type { StreamEventName, WireEvent } from '@aegis/contract';
import { API_BASE_PATH } from '@aegis/contract/base-path';
import { reconnectAfterMs } from '@aegis/contract/reconnect';
import { createContext, useContext, useEffect, useState } from 'react';
import { noteBreak } from './reachability';
import { useServerConfig } from './server-config';

const POLL_MS = 5000;
/** For what no event tells of. */
const POLL_UNTOLD_MS = 60_000;
/** With events, asking is only a net below them. */
const POLL_TOLD_MS = 5 * 60_000;
/** Several events of one change come together. */
const GATHER_MS = 200;
/** Figures over a whole market change with every event of it: in a busy one they would be asked for without a pause. */
const GATHER_FIGURES_MS = 5000;

/**
 * What each kind of event changes: it is put into the cache as it comes. Given back are the keys of what it makes old without
 * telling what is new.
 */
type ApplyEvents = {
  readonly [Name in StreamEventName]: (queries: QueryClient, data: WireEvent<Name>) => readonly QueryKey[];
};

export interface LiveEvents {
  apply: ApplyEvents;
  /** Of the first parts of keys: asked for after each event of anybody, and therefore seldom. */
  figures: ReadonlySet<unknown>;
}

const EventsAreLive = createContext(false);
export const EventsAreLiveProvider = EventsAreLive.Provider;

/**
 * How often a changing thing is asked for: seldom while the server tells of changes by itself.
 * @param isTold false for what no event tells of
 */
export function usePolling(everyMs = POLL_MS, isTold = true): number {
  if (!useContext(EventsAreLive)) return everyMs;
  return Math.max(everyMs, isTold ? POLL_TOLD_MS : POLL_UNTOLD_MS);
}

/** Listens to what happens to the person's jobs while the page is seen, where the server tells it. True while the connection stands. */
export function useEvents(wanted: boolean, events: LiveEvents): boolean {
  const [isLive, setLive] = useState(false);
  const offered = useServerConfig().liveEvents;
  const queries = useQueryClient();
  useEffect(() => {
    if (!offered || !wanted) return;
    return listenWhileVisible(queries, events, setLive);
  }, [offered, wanted, queries, events]);
  return isLive;
}

/** One connection for all of a page, and none while it is hidden: browsers allow six to a server over all tabs. */
function listenWhileVisible(
  queries: QueryClient,
  { apply, figures }: LiveEvents,
  setLive: (live: boolean) => void,
): () => void {
  let source: EventSource | null = null;
  let refusals = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  const soon = gatherer(queries, GATHER_MS);
  const seldom = gatherer(queries, GATHER_FIGURES_MS);
  const makeOld = (keys: readonly QueryKey[]): void => {
    for (const key of keys) (figures.has(key[0]) ? seldom : soon).add(key);
  };
  const close = (): void => {
    clearTimeout(again);
    source?.close();
    source = null;
    setLive(false);
  };
  const follow = (): void => {
    if (document.visibilityState === 'hidden') return close();
    source ??= open((name, data) => makeOld(apply[name](queries, data)), setLive, {
      onFirst: () => {
        refusals = 0;
        refreshAnswered(queries);
      },
      onRefused: () => {
        close();
        again = setTimeout(follow, reconnectAfterMs(refusals++));
      },
    });
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    soon.stop();
    seldom.stop();
    close();
  };
}

type Told = <Name extends StreamEventName>(name: Name, data: WireEvent<Name>) => void;

const NAMES: Record<StreamEventName, true> = { location: true, status: true, offer: true, payment: true, resync: true };

interface Opening {
  /** The connection stands for the first time: later it goes on after the last event by itself. */
  onFirst: () => void;
  /** By a proxy with nobody behind it, or a process that is full: after that a browser never asks again by itself. */
  onRefused: () => void;
}

function open(tell: Told, setLive: (live: boolean) => void, { onFirst, onRefused }: Opening): EventSource {
  const source = new EventSource(`${API_BASE_PATH}/events`);
  source.addEventListener('open', onFirst, { once: true });
  source.addEventListener('open', () => setLive(true));
  source.addEventListener('error', () => {
    setLive(false);
    noteBreak();
    if (source.readyState === EventSource.CLOSED) onRefused();
  });
  for (const name of Object.keys(NAMES) as StreamEventName[])
    source.addEventListener(name, ({ data }: MessageEvent<string>) => tell(name, JSON.parse(data) as never));
  return source;
}

/** What was answered before the connection stood may have changed in between, and nobody told. */
const refreshAnswered = (queries: QueryClient): void =>
  void queries.invalidateQueries({
    predicate: ({ meta, state }) => meta?.['told'] === true && state.dataUpdatedAt > 0,
  });

interface Gatherer {
  add(key: QueryKey): void;
  stop(): void;
}

/** Asks once for everything that became old within `afterMs`. */
function gatherer(queries: QueryClient, afterMs: number): Gatherer {
  const old = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = (): void => {
    timer = undefined;
    for (const queryKey of old.values()) void queries.invalidateQueries({ queryKey });
    old.clear();
  };
  return {
    add(key) {
      old.set(JSON.stringify(key), key);
      timer ??= setTimeout(refresh, afterMs);
    },
    stop: () => clearTimeout(timer),
  };
}
