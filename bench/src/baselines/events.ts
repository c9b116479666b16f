import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type Stripe from 'stripe';
import { STRIPE_WEBHOOK_SECRET } from '../servers/stripe-keys.js';
import { rowsOf, transaction } from './database.js';
import { lockJob } from './job-rows.js';
import { BY_ID } from './money-statements.js';

const KNOWN = { name: 'stripe_event_known', text: `SELECT id FROM stripe_events WHERE id = $1` };
const CLAIM = {
  name: 'stripe_event_claim',
  text: `INSERT INTO stripe_events (id, type, applied_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
};

/** Stripe's events: proved, read again and marked as applied. Nothing is left to do here, for every call has had its answer. */
export function serveEvents(app: FastifyInstance, pool: pg.Pool, stripe: Stripe): void {
  // The signature is over the exact bytes.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post<{ Body: Buffer }>('/api/v1/webhooks/stripe', async (request) => {
    const signature = request.headers['stripe-signature'] ?? '';
    const event = await stripe.webhooks.constructEventAsync(request.body, signature, STRIPE_WEBHOOK_SECRET);
    if ((await rowsOf(pool, KNOWN, [event.id])).length > 0) return { received: true };
    const paymentId = await paymentOf(stripe, event);
    const [payment] = paymentId ? await rowsOf<{ job_id: string }>(pool, BY_ID, [paymentId]) : [];
    await transaction(pool, async (client) => {
      await rowsOf(client, CLAIM, [event.id, event.type, new Date()]);
      if (!payment) return;
      await lockJob(client, payment.job_id);
      await rowsOf(client, BY_ID, [paymentId]);
    });
    return { received: true };
  });
}

/** The payment row that the event's object, as it is now, says it belongs to. */
async function paymentOf(stripe: Stripe, { type, data }: Stripe.Event): Promise<string | undefined> {
  const id = 'id' in data.object && typeof data.object.id === 'string' ? data.object.id : '';
  if (type.startsWith('payment_intent.')) {
    const intent = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge.balance_transaction'] });
    return intent.metadata['paymentId'];
  }
  if (type.startsWith('refund.')) return (await stripe.refunds.retrieve(id)).metadata?.['paymentId'];
  if (type.startsWith('transfer.')) return (await stripe.transfers.retrieve(id)).metadata['paymentId'];
  if (type === 'charge.refunded') await stripe.refunds.list({ charge: id, limit: 100 });
  return undefined;
}
