import type pg from 'pg';
import Stripe from 'stripe';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { untilQueueIsEmpty } from '../harness/queue.js';
import { StatementCounter } from '../harness/statement-counter.js';
import { forEach } from '../harness/load.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { startApi, startBaseline } from '../servers/contenders.js';
import { STRIPE_SECRET_KEY } from '../servers/stripe-keys.js';
import { startStripe, type StripeServer } from '../servers/stripe.js';
import { insertPeople, type Person } from '../world/people.js';
import { insertPosts, type Post } from '../world/posts.js';
import { LifeCycles } from './life-cycle.js';

const LOWEST_RATIO = 0.6;
const MOST_STATEMENTS = 110;
/** Counted after so many that fill what the server remembers. */
const COUNTED = 30;
const UNCOUNTED = 5;
const OURS = 'booking, create to paid out';
const HANDLER = 'Fastify + pg by hand, no queue';

export const booking: Topic = {
  name: 'booking',
  summary: 'a job from its creation to charged and paid out, beside straight-line handlers of the same SQL',
  together: { lifeCycles: 80 },

  async run(bench) {
    bench.tell(
      'Both look up sessions, write the timeline, make the same calls to Stripe and take its events; each has a',
    );
    bench.tell(
      'double of its own. By hand everything happens inside the request: no queue, no retry, no idempotency keys of',
    );
    bench.tell('clients, input checked by a smaller schema.');
    const statements = await statementsOfOne(bench);
    const { url, pool } = await createDatabase(bench);
    // No post is used twice, nor by both: a guard is free again only when the queue has said so.
    const { lifeCycles, rounds } = bench.options;
    const needed = lifeCycles * (rounds + 1);
    const posts = await insertPosts(pool, 2 * needed);
    const contenders = [
      await contender(bench, pool, OURS, posts.slice(0, needed), (stripe) => startApi(bench, url, stripe)),
      await contender(bench, pool, HANDLER, posts.slice(needed), (stripe) => startBaseline(bench, url, stripe)),
    ];
    const measured = await alternate(contenders, bench.options.rounds, bench.tell);
    return [
      {
        name: OURS,
        value: medianOf(measured, OURS),
        unit: '/s',
        baseline: against(measured, OURS, HANDLER),
        bar: { kind: 'ratio at least', ratio: LOWEST_RATIO },
      },
      {
        name: 'statements of a life-cycle',
        value: statements,
        unit: 'statements',
        bar: { kind: 'at most', value: MOST_STATEMENTS, words: 'BEGIN and COMMIT included, counted on the wire' },
      },
    ];
  },
};

/** On a server and database of its own, so that neither the relay nor its clock is part of what is measured. */
async function statementsOfOne(bench: Bench): Promise<number> {
  const { url, pool } = await createDatabase(bench);
  const relayed = await StatementCounter.beforeServerOf(url);
  const posts = await insertPosts(pool, UNCOUNTED + COUNTED);
  const { measure } = await contender(bench, pool, `${OURS}, counted`, posts, (stripe) =>
    startApi(bench, relayed.url, stripe),
  );
  await measure(UNCOUNTED);
  const before = relayed.counter.count;
  await measure(COUNTED);
  return (relayed.counter.count - before) / COUNTED;
}

async function contender(
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
