import type pg from 'pg';
import type { Bench } from '../harness/bench.js';
import type { Ask } from '../harness/load.js';
import { fillCity, insertSites } from './city.js';
import { insertPeople } from './people.js';
import { insertPosts, type Post } from './posts.js';

/** Few, so that what stands between a server and its database weighs more than a search does. */
const GUARDS = 10_000;
const SITES = 200;

export interface Market {
  /** Questions for the guards who fit, of jobs that wait in a city. */
  asks: Ask[];
  /** For a run of bookings. */
  posts: Post[];
}

/** What servers are compared on that differ in how they run: a city to search, and posts to book for every round. */
export async function fillMarket({ options: { lifeCycles, rounds } }: Bench, pool: pg.Pool): Promise<Market> {
  await fillCity(pool, GUARDS);
  const [customer] = await insertPeople(pool, 'customer', 1);
  if (!customer) throw new Error('there is no customer');
  const sites = await insertSites(pool, customer.id, SITES);
  const asks = sites.map(({ id }) => ({ path: `/api/v1/jobs/${id}/candidates`, token: customer.token }));
  return { asks, posts: await insertPosts(pool, lifeCycles * (rounds + 1)) };
}
