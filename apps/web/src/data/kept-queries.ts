import { dehydrate, type DehydratedState, hydrate, type QueryClient } from '@tanstack/react-query';
import { localDatabase } from './local-database';
import { ME, wasSignedIn } from './session-state';

const KEY = 'queries';
const SAVE_AFTER_MS = 1000;
/** An older copy would tell a guard of a shift that is long over. */
const OLDEST_MS = 24 * 3_600_000;

interface Saved {
  at: number;
  state: DehydratedState;
}

/** Puts back what was seen last, so that a guard's shift opens without network. */
export async function restoreQueries(client: QueryClient): Promise<void> {
  const saved = (await (await localDatabase()).get('seen', KEY)) as Saved | undefined;
  if (!saved || Date.now() - saved.at >= OLDEST_MS) return;
  hydrate(client, saved.state);
  // Shown at once, asked for all the same: the address may have been confirmed on another device a moment ago.
  await client.invalidateQueries({ queryKey: ME, refetchType: 'none' });
}

let isKeeping = false;

/** From now on saves what is marked `meta: { keep: true }` whenever it changes, and forgets it with the session. */
export function keepQueries(client: QueryClient): void {
  if (isKeeping) return;
  isKeeping = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  client.getQueryCache().subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      // A browser that keeps nothing asks again at the next start.
      save(client).catch(() => undefined);
    }, SAVE_AFTER_MS);
  });
}

async function save(client: QueryClient): Promise<void> {
  const database = await localDatabase();
  if (!wasSignedIn()) return database.delete('seen', KEY);
  const saved: Saved = { at: Date.now(), state: seenSoFar(client) };
  await database.put('seen', saved, KEY);
}

/** What was read counts until it is too old, however often it could not be read again since: off line each look fails. */
export function seenSoFar(client: QueryClient, now = Date.now()): DehydratedState {
  const { queries, mutations } = dehydrate(client, {
    shouldDehydrateQuery: ({ meta, state: { data, dataUpdatedAt } }) =>
      meta?.['keep'] === true && data !== undefined && now - dataUpdatedAt < OLDEST_MS,
    shouldDehydrateMutation: () => false,
  });
  const asRead = { status: 'success', error: null, fetchFailureCount: 0, fetchFailureReason: null } as const;
  return { mutations, queries: queries.map((query) => ({ ...query, state: { ...query.state, ...asRead } })) };
}
