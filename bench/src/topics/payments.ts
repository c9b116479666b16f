import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import Stripe from 'stripe';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { forEach } from '../harness/load.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { startMoneyApi } from '../servers/contenders.js';
import { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } from '../servers/stripe-keys.js';
import { startStripe, type StripeServer } from '../servers/stripe.js';
import { insertWorkedJobs, openPairs, type Pair } from '../world/money-jobs.js';

const LOWEST_RATIO = 0.5;
const OURS = 'payments, hold to transfer';
const SDK = 'the SDK alone, no database';
const POLL_MS = 20;
const PATIENCE_MS = 60_000;
const EVENTS = 1000;

export const payments: Topic = {
  name: 'payments',
  summary: 'jobs through hold, capture and transfer, beside a loop of the SDK that makes the same calls',

  async run(bench) {
    bench.tell('Each has a Stripe double of its own. Ours writes every attempt, outcome and event, and the timeline;');
    bench.tell('the loop writes nothing, so that a crash would lose what it has done.');
    const { url, pool } = await createDatabase(bench);
    const stripe = await startStripe(bench);
    const origin = await startMoneyApi(bench, url, stripe);
    const pairs = await openPairs(pool, clientOf(stripe), stripe, bench.options.connections);
    const measured = await alternate(
      [ours(bench, pool, origin, pairs), await loop(bench, pool)],
      bench.options.rounds,
      bench.tell,
    );
    const webhooks = await applyEvents(bench, pool, origin);
    return [
      {
        name: OURS,
        value: medianOf(measured, OURS),
        unit: 'jobs/s',
        baseline: against(measured, OURS, SDK),
        bar: { kind: 'ratio at least', ratio: LOWEST_RATIO },
      },
      { name: 'webhooks applied', value: webhooks.perSecond, unit: '/s' },
      { name: 'webhooks applied, p99', value: webhooks.p99, unit: 'ms' },
    ];
  },
};

const clientOf = ({ host, port }: StripeServer): Stripe =>
  new Stripe(STRIPE_SECRET_KEY, { host, port, protocol: 'http', telemetry: false });

function ours(bench: Bench, pool: pg.Pool, origin: string, pairs: readonly Pair[]): Contender {
  const each = Math.ceil(bench.options.lifeCycles / pairs.length);
  return {
    name: OURS,
    measure: async () => {
      const jobs = (await Promise.all(pairs.map((pair) => insertWorkedJobs(pool, pair, each)))).flat();
      const begun = performance.now();
      await forEach(jobs, bench.options.connections, async (jobId) => {
        const answer = await fetch(`${origin}/bench/jobs/${jobId}`, { method: 'POST' });
        if (!answer.ok) throw new Error(`job ${jobId} was not announced: ${answer.status}`);
        await untilPaid(pool, jobId);
      });
      return (jobs.length * 1000) / (performance.now() - begun);
    },
  };
}

async function untilPaid(pool: pg.Pool, jobId: string): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await delay(POLL_MS)) {
    const { rows } = await pool.query(
      `SELECT id FROM payments WHERE job_id = $1 AND payment_type = 'payout' AND status = 'succeeded'`,
      [jobId],
    );
    if (rows.length > 0) return;
  }
  throw new Error(`job ${jobId} was not paid out in time`);
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

/** Events about charges that are settled: signature, claim of the id, the object read again, the job locked. */
async function applyEvents(bench: Bench, pool: pg.Pool, origin: string): Promise<{ perSecond: number; p99: number }> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT stripe_payment_intent_id AS id FROM payments WHERE stripe_payment_intent_id IS NOT NULL LIMIT $1`,
    [EVENTS],
  );
  const times: number[] = [];
  const begun = performance.now();
  await forEach(rows, bench.options.connections, async ({ id }) => {
    const event = { id: `evt_${crypto.randomUUID()}`, object: 'event', type: 'payment_intent.succeeded' };
    const payload = JSON.stringify({ ...event, data: { object: { id } } });
    const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: STRIPE_WEBHOOK_SECRET });
    const sent = performance.now();
    const answer = await fetch(`${origin}/api/v1/webhooks/stripe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': header },
      body: payload,
    });
    if (!answer.ok) throw new Error(`an event was answered ${answer.status}: ${await answer.text()}`);
    times.push(performance.now() - sent);
  });
  const perSecond = (rows.length * 1000) / (performance.now() - begun);
  times.sort((a, b) => a - b);
  return { perSecond, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
}
