import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSignedOut, isUnreachable } from './problems';
import { noteFailure, noteSuccess, onRecovery } from './reachability';
import { sessionEnded } from './session-state';

const FRESH_MS = 2000;
const A_DAY_MS = 86_400_000;

function failed(error: unknown): void {
  noteFailure(error);
  if (isSignedOut(error)) sessionEnded(queryClient);
}

/** All state that belongs to the server. What the guard needs offline carries `meta: { keep: true }`. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: failed, onSuccess: noteSuccess }),
  mutationCache: new MutationCache({ onError: failed, onSuccess: noteSuccess }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      gcTime: A_DAY_MS,
      // A refusal stays a refusal; only silence is worth another try.
      retry: (tries, error) => isUnreachable(error) && tries < 1,
    },
    // Without network what is pressed is refused at once: it would wait unseen, and be done at a time when nobody wants it any more.
    mutations: { retry: false, networkMode: 'always' },
  },
});

onRecovery(() => void queryClient.invalidateQueries());
