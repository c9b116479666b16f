import { randomUUID } from 'node:crypto';
import { splitPrice } from '@aegis/api/dist/src/platform/money/money.js';
import type { Job } from '@aegis/contract';
import type pg from 'pg';
import type Stripe from 'stripe';
import { change, rowsOf, transaction } from './database.js';
import { lockJob, record } from './job-rows.js';
import {
  AUTHORIZE,
  BEGIN,
  CAPTURE,
  HELD,
  LINK,
  PAYEE,
  PAYER,
  SEND,
  SUCCEED_CHARGE,
  SUCCEED_PAYOUT,
} from './money-statements.js';
import { RULES } from './rules.js';

interface Charged {
  paymentId: string;
  chargeId: string;
  payoutCents: number;
}

const INTENT_EXPANSION = ['latest_charge.balance_transaction'];

const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);

/**
 * Hold, capture and payout in a straight line. Every attempt is written down before Stripe is asked, with the idempotency
 * key it is asked with, as the application does: without it a time-out could charge twice.
 */
export class Money {
  constructor(
    private readonly pool: pg.Pool,
    private readonly stripe: Stripe,
  ) {}

  async hold(job: Job): Promise<void> {
    const customer = await this.customerOf(job.customer.id);
    const [account, cards] = await Promise.all([
      this.stripe.customers.retrieve(customer),
      this.stripe.customers.listPaymentMethods(customer, { type: 'card', limit: 100 }),
    ]);
    const chosen = account.deleted ? null : idOf(account.invoice_settings.default_payment_method);
    const card = cards.data.find(({ id }) => id === chosen) ?? cards.data[0];
    if (!card) throw new Error('no card to hold the price on');
    const id = randomUUID();
    const metadata = JSON.stringify({ stripeCustomer: customer, paymentMethod: card.id });
    const amounts = [job.totalAmountCents, job.platformFeeCents, job.guardPayoutCents];
    await change(this.pool, BEGIN, [
      id,
      job.id,
      job.customer.id,
      null,
      'charge',
      ...amounts,
      metadata,
      new Date(),
      null,
    ]);
    const intent = await this.stripe.paymentIntents.create(
      {
        amount: job.totalAmountCents,
        currency: 'usd',
        capture_method: 'manual',
        confirm: true,
        off_session: true,
        allowed_payment_method_types: ['card'],
        customer,
        payment_method: card.id,
        metadata: { jobId: job.id, paymentId: id },
        transfer_group: job.id,
        expand: INTENT_EXPANSION,
      },
      { idempotencyKey: `${id}:hold` },
    );
    await transaction(this.pool, async (client) => {
      await lockJob(client, job.id);
      await change(client, AUTHORIZE, [id, intent.amount_capturable, intent.id, idOf(intent.latest_charge)]);
      const details = { paymentId: id, amountCents: intent.amount_capturable };
      await record(client, job.id, { type: 'hold.placed', details });
    });
  }

  /** Takes what is due and hands the guard their part on. */
  async settle(job: Job): Promise<void> {
    const charge = await this.capture(job);
    await this.pay(job, charge);
  }

  private async capture(job: Job): Promise<Charged> {
    const [held] = await rowsOf<{ id: string; intentId: string }>(this.pool, HELD, [job.id]);
    if (!held) throw new Error('nothing is held');
    const parts = splitPrice(job.dueAmountCents ?? 0, RULES.PLATFORM_FEE_PERCENT);
    const amounts = [parts.totalAmountCents, parts.platformFeeCents, parts.guardPayoutCents];
    await transaction(this.pool, async (client) => {
      await lockJob(client, job.id);
      await change(client, CAPTURE, [held.id, ...amounts]);
    });
    const intent = await this.stripe.paymentIntents.capture(
      held.intentId,
      { amount_to_capture: parts.totalAmountCents, expand: INTENT_EXPANSION },
      { idempotencyKey: `${held.id}:capture` },
    );
    const chargeId = idOf(intent.latest_charge) ?? '';
    await transaction(this.pool, async (client) => {
      await lockJob(client, job.id);
      await change(client, SUCCEED_CHARGE, [held.id, chargeId, feeOf(intent), new Date()]);
      const details = { paymentId: held.id, amountCents: parts.totalAmountCents };
      await record(client, job.id, { type: 'charge.succeeded', details });
    });
    return { paymentId: held.id, chargeId, payoutCents: parts.guardPayoutCents };
  }

  private async pay(job: Job, charge: Charged): Promise<void> {
    const guardId = job.guard?.id ?? '';
    const id = randomUUID();
    const amounts = [charge.payoutCents, 0, charge.payoutCents];
    await change(this.pool, BEGIN, [
      id,
      job.id,
      null,
      guardId,
      'payout',
      ...amounts,
      '{}',
      new Date(),
      charge.paymentId,
    ]);
    const [payee] = await rowsOf<{ account: string }>(this.pool, PAYEE, [guardId]);
    const account = await this.stripe.accounts.retrieve(payee?.account ?? '');
    if (!account.payouts_enabled) throw new Error('the account cannot be paid');
    await transaction(this.pool, async (client) => {
      await lockJob(client, job.id);
      await change(client, SEND, [id, JSON.stringify({ destination: account.id })]);
    });
    const transfer = await this.stripe.transfers.create(
      {
        amount: charge.payoutCents,
        currency: 'usd',
        destination: account.id,
        source_transaction: charge.chargeId,
        transfer_group: job.id,
        metadata: { jobId: job.id, paymentId: id },
      },
      { idempotencyKey: `${id}:transfer` },
    );
    await transaction(this.pool, async (client) => {
      await lockJob(client, job.id);
      await change(client, SUCCEED_PAYOUT, [id, transfer.id, new Date()]);
      const details = { paymentId: id, amountCents: charge.payoutCents };
      await record(client, job.id, { type: 'payout.succeeded', details });
    });
  }

  private async customerOf(userId: string): Promise<string> {
    const [payer] = await rowsOf<{ email: string; customer: string | null }>(this.pool, PAYER, [userId]);
    if (payer?.customer) return payer.customer;
    const customer = await this.stripe.customers.create(
      { email: payer?.email ?? '', metadata: { userId } },
      { idempotencyKey: `customer:${userId}` },
    );
    await change(this.pool, LINK, [userId, customer.id]);
    return customer.id;
  }
}

function feeOf({ latest_charge: charge }: Stripe.PaymentIntent): number | null {
  if (charge === null || typeof charge === 'string') return null;
  const booking = charge.balance_transaction;
  return booking === null || typeof booking === 'string' ? null : booking.fee;
}
