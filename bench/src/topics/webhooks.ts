import type pg from 'pg';
import Stripe from 'stripe';
import type { Bench } from '../harness/bench.js';
import { forEach } from '../harness/load.js';
import { STRIPE_WEBHOOK_SECRET } from '../servers/stripe-keys.js';
import type { Pair } from '../world/money-jobs.js';

const EVENTS = 1000;

interface SentEvent {
  type: string;
  objectId: string;
}

/** Each is applied: signature, object read again at Stripe, claim of the event's id and what follows in one transaction. */
export const accountEvents = (pairs: readonly Pair[]): SentEvent[] =>
  Array.from({ length: EVENTS }, (_, n) => ({
    type: 'account.updated',
    objectId: pairs[n % pairs.length]?.stripeAccount ?? '',
  }));

/** Of charges that are settled: let go after one read, as nearly all are that follow calls of our own. */
export async function intentEvents(pool: pg.Pool): Promise<SentEvent[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT stripe_payment_intent_id AS id FROM payments WHERE stripe_payment_intent_id IS NOT NULL LIMIT $1`,
    [EVENTS],
  );
  return rows.map(({ id }) => ({ type: 'payment_intent.succeeded', objectId: id }));
}

export async function sendEvents(
  bench: Bench,
  origin: string,
  events: readonly SentEvent[],
): Promise<{ perSecond: number; p99: number }> {
  const times: number[] = [];
  const begun = performance.now();
  await forEach(events, bench.options.connections, async ({ type, objectId }) => {
    const event = { id: `evt_${crypto.randomUUID()}`, object: 'event', type };
    const payload = JSON.stringify({ ...event, data: { object: { id: objectId } } });
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
  const perSecond = (events.length * 1000) / (performance.now() - begun);
  times.sort((a, b) => a - b);
  return { perSecond, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
}
