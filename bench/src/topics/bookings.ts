import type pg from 'pg';
import Stripe from 'stripe';
import type { Bench } from '../harness/bench.js';
import { forEach } from '../harness/load.js';
import { untilQueueIsEmpty } from '../harness/queue.js';
import type { Contender } from '../harness/rounds.js';
import { STRIPE_SECRET_KEY } from '../servers/stripe-keys.js';
import { startStripe, type StripeServer } from '../servers/stripe.js';
import { insertPeople, type Person } from '../world/people.js';
import type { Post } from '../world/posts.js';
import { LifeCycles } from './life-cycle.js';

/**
 * A server that plays life-cycles of bookings, `--life-cycles` a round, with a Stripe double of its own.
 * @param posts used up from the first on, `--life-cycles` in each round
 * @param start gives the server's origin
 */
export async function bookings(
  bench: Bench,
  pool: pg.Pool,
  name: string,
  posts: Post[],
  start: (stripe: StripeServer) => Promise<string>,
): Promise<Contender & { measure: (lifeCycles?: number) => Promise<number> }> {
  const { connections } = bench.options;
  const stripe = await startStripe(bench);
  const customers = await insertPeople(pool, 'customer', connections);
  bench.tell(`Opening ${posts.length} payout accounts for: ${name} ...`);
  await openPayoutAccounts(pool, stripe, posts);
  const origin = await start(stripe);
  await stripe.sendEventsTo(`${origin}/api/v1/webhooks/stripe`);
  const play = new LifeCycles(origin, connections);
  bench.atEnd(() => play.close());
  return {
    name,
    measure: async (lifeCycles: number = bench.options.lifeCycles) => {
      const rate = await playInParallel(play, customers, posts.splice(0, lifeCycles));
      // What a server puts off must not run on the other's time.
      await untilQueueIsEmpty(pool);
      await stripe.deliverEvents();
      await untilQueueIsEmpty(pool);
      return rate;
    },
  };
}

/** Life-cycles a second. */
export async function playInParallel(
  play: LifeCycles,
  customers: readonly Person[],
  posts: readonly Post[],
): Promise<number> {
  const begun = performance.now();
  const free = [...customers];
  await forEach(posts, customers.length, async (post) => {
    const customer = free.pop();
    if (!customer) throw new Error('every worker has a customer');
    await play.one(customer, post);
    free.push(customer);
  });
  return posts.length / ((performance.now() - begun) / 1000);
}

export async function openPayoutAccounts(pool: pg.Pool, stripe: StripeServer, posts: readonly Post[]): Promise<void> {
  const { host, port } = stripe;
  const client = new Stripe(STRIPE_SECRET_KEY, { host, port, protocol: 'http', telemetry: false });
  await forEach(posts, 8, async ({ guard }) => {
    const account = await client.accounts.create({
      type: 'express',
      country: 'US',
      business_type: 'individual',
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
      metadata: { userId: guard.id },
    });
    await stripe.completeAccount(account.id);
    await pool.query('UPDATE users SET stripe_account_id = $2 WHERE id = $1', [guard.id, account.id]);
  });
}
