import type { Bench } from '../harness/bench.js';
import { type Ask, requestsPerSecond } from '../harness/load.js';
import type { Contender } from '../harness/rounds.js';

/** Hundreds of requests: some dozens on every connection. */
const WARMED_SECONDS = 2;
/** Of a server that has just started: its code is compiled as it is used, and ours has more of it. */
const WARMED_REQUESTS = 4000;

/** A server that is asked for the guards who fit, by so many at once as `--connections` says. */
export function candidateLists(
  { options: { connections, seconds } }: Bench,
  name: string,
  origin: string,
  asks: readonly Ask[],
): Contender {
  const next = inTurn(asks);
  let warmed = 0;
  const warm = async (): Promise<void> => {
    const rate = await requestsPerSecond(origin, next, { connections, seconds: WARMED_SECONDS });
    warmed += rate * WARMED_SECONDS;
  };
  const measure = async (): Promise<number> => {
    // Between its rounds a server lets connections to the database go, and one that is new has yet to choose its plan.
    do await warm();
    while (warmed < WARMED_REQUESTS);
    return requestsPerSecond(origin, next, { connections, seconds });
  };
  return { name, measure };
}

/** One after the other, from the beginning again at the end. */
export function inTurn<Item>(items: readonly Item[]): () => Item {
  let index = 0;
  return () => {
    const item = items[index++ % items.length];
    if (item === undefined) throw new Error('there is nothing to take in turn');
    return item;
  };
}
