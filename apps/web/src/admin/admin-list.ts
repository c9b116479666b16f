import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { usePolling } from '../data/live';

interface ListPage<T> {
  items: T[];
  nextCursor: string | null;
}

/** Reads one page of a list; `cursor` is undefined for the first. `words` is what is searched for, where the server does. */
export type ReadPage<T> = (query: { limit: number; cursor?: string; words?: string }) => Promise<ListPage<T>>;

const PAGE_SIZE = 50;
const LARGEST_PAGE = 100;
/** 20,000 rows: more belongs into a report of the database. */
const MOST_PAGES = 200;
const EVERY_MS = 15_000;

export function useAdminList<T>(key: readonly unknown[], read: ReadPage<T>) {
  const list = useInfiniteQuery({
    queryKey: ['admin', ...key],
    queryFn: ({ pageParam }) => read({ limit: PAGE_SIZE, ...(pageParam !== '' && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: usePolling(EVERY_MS, false),
    // What was found stays until other words have their answer.
    placeholderData: keepPreviousData,
  });
  return { ...list, items: list.data?.pages.flatMap(({ items }) => items) ?? [] };
}

/** Every row, for a file. */
export async function readAll<T>(read: ReadPage<T>, mostPages = MOST_PAGES): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const next: ListPage<T> = await read({ limit: LARGEST_PAGE, ...(cursor !== null && { cursor }) });
    all.push(...next.items);
    cursor = next.nextCursor;
    if (cursor === null) break;
  }
  return all;
}
