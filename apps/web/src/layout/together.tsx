import { Stack } from '@mantine/core';
import { notifyManager, type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';
import { PageSkeleton } from './states';

/** Longer nobody is kept waiting for the rest of a page by one part of it. */
const MOST_MS = 5000;

const HIDDEN = { visibility: 'hidden', height: 0, overflow: 'hidden' } as const;

/** Later pages come where people have just pressed something, and find most of what they ask for known. */
let isFirstPage = true;

/**
 * The parts of the first page, shown together when each has its first answer: what is read already would be pushed away by what
 * comes later.
 */
export function Together({ skeleton, children }: { skeleton?: ReactNode; children: ReactNode }) {
  const queries = useQueryClient();
  const [isShown, setShown] = useState(() => !isFirstPage);
  const [, look] = useReducer((looks: number) => looks + 1, 0);
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (isShown) isFirstPage = false;
    if (isShown) return;
    const lookDrawn = notifyManager.batchCalls(look);
    return queries.getQueryCache().subscribe(() => {
      // What has come is not drawn yet.
      clearTimeout(soon.current);
      lookDrawn();
    });
  }, [queries, isShown]);
  useEffect(() => {
    if (isShown) return;
    // Drawn with every answer so far: one may be what the next question waits for, which has been asked by now.
    soon.current = setTimeout(() => isWaiting(queries) || setShown(true));
    return () => clearTimeout(soon.current);
  });
  useLayoutEffect(() => {
    // What the parts ask for is known when they are drawn; a page that asks for nothing is shown before anything is painted.
    // eslint-disable-next-line react-hooks/set-state-in-effect -- once, and in the place of a frame with a skeleton
    if (!isWaiting(queries)) setShown(true);
  }, [queries]);
  useEffect(() => {
    const patience = setTimeout(() => setShown(true), MOST_MS);
    return () => clearTimeout(patience);
  }, []);
  return (
    <>
      {!isShown && (skeleton ?? <PageSkeleton />)}
      {/* As wide and as high as it will be: a map is fitted to its place before it is seen. */}
      <div style={isShown ? {} : HIDDEN}>
        <Stack gap="md">{children}</Stack>
      </div>
    </>
  );
}

/** Asked for and never answered. What has failed once is tried again while the page is shown. */
function isFirstAsked({ state, options }: Query): boolean {
  const isOnItsWay = state.fetchStatus === 'fetching' && state.fetchFailureCount === 0;
  // A part that was drawn a moment ago asks when that is over.
  const isAboutToAsk = state.fetchStatus === 'idle' && (options as { enabled?: unknown }).enabled !== false;
  return state.status === 'pending' && (isOnItsWay || isAboutToAsk);
}

const isWaiting = (queries: QueryClient): boolean => queries.getQueryCache().getAll().some(isFirstAsked);
