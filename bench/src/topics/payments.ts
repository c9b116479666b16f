import type pg from 'pg';
import Stripe from 'stripe';
import { openPool } from '../baselines/database.js';
import { jobById } from '../baselines/job-rows.js';
import { Money } from '../baselines/money.js';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { untilQueueIsEmpty } from '../harness/queue.js';
import { StatementCounter } from '../harness/statement-counter.js';
import { forEach } from '../harness/load.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { startMoneyApi } from '../servers/contenders.js';
import { STRIPE_SECRET_KEY } from '../servers/stripe-keys.js';
import { startStripe, type StripeServer } from '../servers/stripe.js';
import { PaidJobs } from './paid-jobs.js';
import { accountEvents, intentEvents, sendEvents } from './webhooks.js';
import { insertWorkedJobs, openPairs, type Pair } from '../world/money-jobs.js';

/** Of what the straight line by hand reaches. */
const LOWEST_RATIO = 0.75;
/** Counted after so many jobs that fill what the server remembers. */
const UNCOUNTED_A_PAIR = 2;
const COUNTED_A_PAIR = 4;
const COUNTED_PAIRS = 4;
const OURS = 'payments, hold to transfer';
const SDK = 'the SDK alone, no database';
const BY_HAND = 'by hand, the same rows';
/** As many as ours has. */
const POOL_SIZE = 20;

export const payments: Topic = {
  name: 'payments',
  summary: 'jobs through hold, capture and transfer, beside a loop of the SDK that makes the same calls',
  whyMissed:
    '43 statements a job beside about 30 by hand, which has no queue, no messages and no signed receipt (9 of them).',
  together: { lifeCycles: 80 },

  async run(bench) {
    bench.tell('Each has a Stripe double of its own. Ours writes every attempt, outcome and event, and the timeline;');
    bench.tell(
      'the loop writes nothing, so that a crash would lose what it has done. By hand are the rows that a straight',
    );
    bench.tell('line cannot do without (no queue, no webhooks, no second process): what durable money costs at least.');
    const statements = await statementsOfOne(bench);
    const { url, pool } = await createDatabase(bench);
    const stripe = await startStripe(bench);
    const origin = await startMoneyApi(bench, url, stripe);
    const pairs = await openPairs(pool, clientOf(stripe), stripe, bench.options.connections);
    const contenders = [ours(bench, pool, origin, pairs), await byHand(bench, url, pool), await loop(bench, pool)];
    const measured = await alternate(contenders, bench.options.rounds, bench.tell);
    const applied = await sendEvents(bench, origin, accountEvents(pairs));
    const known = await sendEvents(bench, origin, await intentEvents(pool));
    return [
      {
        name: OURS,
        value: medianOf(measured, OURS),
        unit: 'jobs/s',
        baseline: against(measured, OURS, BY_HAND),
        bar: { kind: 'ratio at least', ratio: LOWEST_RATIO },
      },
      {
        name: BY_HAND,
        value: medianOf(measured, BY_HAND),
        unit: 'jobs/s',
        baseline: against(measured, BY_HAND, SDK),
      },
      { name: 'statements of a job, hold to receipt', value: statements, unit: 'statements' },
      { name: 'webhooks applied', value: applied.perSecond, unit: '/s' },
      { name: 'webhooks applied, p99', value: applied.p99, unit: 'ms' },
      { name: 'webhooks of what is known', value: known.perSecond, unit: '/s' },
      { name: 'webhooks of what is known, p99', value: known.p99, unit: 'ms' },
    ];
  },
};

const clientOf = ({ host, port }: StripeServer): Stripe =>
  new Stripe(STRIPE_SECRET_KEY, { host, port, protocol: 'http', telemetry: false });

/**
 * On a server and database of its own. With what other features make of the money (messages, the signed receipt), until the queue has
 * nothing left: what a job costs, and not what is done until its payout. Its looks at rest are counted too.
 */
async function statementsOfOne(bench: Bench): Promise<number> {
  const { url, pool } = await createDatabase(bench);
  const relayed = await StatementCounter.beforeServerOf(url);
  const stripe = await startStripe(bench);
  const origin = await startMoneyApi(bench, relayed.url, stripe);
  const pairs = await openPairs(pool, clientOf(stripe), stripe, COUNTED_PAIRS);
  const pay = async (each: number): Promise<void> => {
    await ours(bench, pool, origin, pairs, each).measure();
    await untilQueueIsEmpty(pool);
  };
  await pay(UNCOUNTED_A_PAIR);
  const before = relayed.counter.count;
  await pay(COUNTED_A_PAIR);
  return (relayed.counter.count - before) / (COUNTED_A_PAIR * COUNTED_PAIRS);
}

function ours(bench: Bench, pool: pg.Pool, origin: string, pairs: readonly Pair[], each?: number): Contender {
  const paid = new PaidJobs(pool);
  const pay = async (jobId: string): Promise<void> => {
    const answer = await fetch(`${origin}/bench/jobs/${jobId}`, { method: 'POST' });
    if (!answer.ok) throw new Error(`job ${jobId} was not announced: ${answer.status}`);
    await paid.until(jobId);
  };
  return paying(bench, pool, { name: OURS, pairs, pay, each });
}

interface Paying {
  name: string;
  pairs: readonly Pair[];
  pay: (jobId: string) => Promise<void>;
  /** Jobs of each pair; else as many as make up a round. */
  each?: number | undefined;
}

/** Jobs a second of fresh jobs of these pairs, each worked and not paid for yet. */
function paying(bench: Bench, pool: pg.Pool, { name, pairs, pay, ...given }: Paying): Contender {
  const each = given.each ?? Math.ceil(bench.options.lifeCycles / pairs.length);
  return {
    name,
    measure: async () => {
      const jobs = (await Promise.all(pairs.map((pair) => insertWorkedJobs(pool, pair, each)))).flat();
      const begun = performance.now();
      await forEach(jobs, bench.options.connections, pay);
      return (jobs.length * 1000) / (performance.now() - begun);
    },
  };
}

/** The class that the booking bench compares with, here without its server: in this process, as the loop. */
async function byHand(bench: Bench, databaseUrl: string, observer: pg.Pool): Promise<Contender> {
  const stripe = await startStripe(bench);
  const pool = openPool(databaseUrl, POOL_SIZE);
  bench.atEnd(() => pool.end());
  const money = new Money(pool, clientOf(stripe));
  const pairs = await openPairs(observer, clientOf(stripe), stripe, bench.options.connections);
  const pay = async (jobId: string): Promise<void> => {
    const job = await jobById(pool, jobId);
    await money.hold(job);
    await money.settle(job);
  };
  return paying(bench, observer, { name: BY_HAND, pairs, pay });
}

/** The calls that ours makes for a job, in their order, for as many jobs at once. */
async function loop(bench: Bench, pool: pg.Pool): Promise<Contender> {
  const stripe = await startStripe(bench);
  const client = clientOf(stripe);
  const pairs = await openPairs(pool, client, stripe, bench.options.connections);
  const free = [...pairs];
  return {
    name: SDK,
    measure: async () => {
      const jobs = Array.from({ length: bench.options.lifeCycles }, () => crypto.randomUUID());
      const begun = performance.now();
      await forEach(jobs, pairs.length, async (jobId) => {
        const pair = free.pop();
        if (!pair) throw new Error('every worker has a pair');
        await payOne(client, pair, jobId);
        free.push(pair);
      });
      return (jobs.length * 1000) / (performance.now() - begun);
    },
  };
}

async function payOne(client: Stripe, { stripeCustomer, stripeAccount }: Pair, jobId: string): Promise<void> {
  const [, cards] = await Promise.all([
    client.customers.retrieve(stripeCustomer),
    client.customers.listPaymentMethods(stripeCustomer, { type: 'card', limit: 100 }),
  ]);
  const intent = await client.paymentIntents.create(
    {
      amount: 2500,
      currency: 'usd',
      capture_method: 'manual',
      confirm: true,
      off_session: true,
      allowed_payment_method_types: ['card'],
      customer: stripeCustomer,
      payment_method: cards.data[0]?.id ?? '',
      transfer_group: jobId,
      expand: ['latest_charge.balance_transaction'],
    },
    { idempotencyKey: `${jobId}:hold` },
  );
  const expand = ['latest_charge.balance_transaction'];
  const captured = await client.paymentIntents.capture(intent.id, { expand }, { idempotencyKey: `${jobId}:capture` });
  await client.accounts.retrieve(stripeAccount);
  const charge = captured.latest_charge;
  await client.transfers.create(
    {
      amount: 2000,
      currency: 'usd',
      destination: stripeAccount,
      source_transaction: typeof charge === 'string' ? charge : (charge?.id ?? ''),
      transfer_group: jobId,
    },
    { idempotencyKey: `${jobId}:transfer` },
  );
}
