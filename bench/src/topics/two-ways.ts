import type pg from 'pg';
import type { Bench } from '../harness/bench.js';
import { copyOf, createDatabase, openPool } from '../harness/database.js';
import type { Figure } from '../harness/figures.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import type { StripeServer } from '../servers/stripe.js';
import { fillMarket, type Market } from '../world/market.js';
import { bookings } from './bookings.js';
import { candidateLists } from './candidate-lists.js';

/** One way to run a server. */
export interface Way {
  name: string;
  /** Gives the server's origin. */
  start(database: Database, stripe: StripeServer): Promise<string>;
}

export interface Database {
  url: string;
  pool: pg.Pool;
}

const ACTS = ['booking, create to paid out', 'GET /jobs/:id/candidates'] as const;

/**
 * Bookings and lists of candidates a second by one way beside the usual one. Each has a database of its own, a copy of the same:
 * a server would do what the other has put off.
 */
export async function compareWays(bench: Bench, way: Way, usual: Way): Promise<Figure[]> {
  const filled = await createDatabase(bench);
  const market = await fillMarket(bench, filled.pool);
  const copy = await copyOf(bench, filled);
  const original = { url: filled.url, pool: openPool(bench, filled.url) };
  const [ours, theirs] = [
    await contendersOf(bench, way, copy, market),
    await contendersOf(bench, usual, original, market),
  ];
  const figures: Figure[] = [];
  for (const act of ACTS) {
    const measured = await alternate([ours[act], theirs[act]], bench.options.rounds, bench.tell);
    const [name, baseline] = [nameOf(act, way), nameOf(act, usual)];
    figures.push({
      name,
      value: medianOf(measured, name),
      unit: '/s',
      baseline: against(measured, name, baseline),
    });
  }
  return figures;
}

const nameOf = (act: string, { name }: Way): string => `${act}, ${name}`;

/** One that books and one that searches, on the same server. */
async function contendersOf(
  bench: Bench,
  way: Way,
  database: Database,
  { asks, posts }: Market,
): Promise<Record<(typeof ACTS)[number], Contender>> {
  const [booking, list] = ACTS;
  let origin = '';
  const start = async (stripe: StripeServer): Promise<string> => (origin = await way.start(database, stripe));
  return {
    [booking]: await bookings(bench, database.pool, nameOf(booking, way), [...posts], start),
    [list]: candidateLists(bench, nameOf(list, way), origin, asks),
  };
}
