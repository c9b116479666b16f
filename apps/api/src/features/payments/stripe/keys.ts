import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';

type Call = 'hold' | 'confirm' | 'release' | 'capture' | 'transfer' | 'refund' | 'reversal';

/** The idempotency key of a call about a row: the same for every repetition, until the attempt under it is known to be dead. */
export const keyOf = ({ id, stripeKeyNumber }: PaymentRow, call: Call): string =>
  stripeKeyNumber === 0 ? `${id}:${call}` : `${id}:${call}:${stripeKeyNumber}`;

/** Stripe repeats an answer of 5xx that it has kept with the key: asked again, it says the same for a day. */
const isKept = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeAPIError && error.headers?.['idempotent-replayed'] === 'true';

/** Gives an attempt another key once it is known that nothing came of it under the one that it had. */
@Injectable()
export class FreshKeys {
  constructor(private readonly changes: PaymentChanges) {}

  /** After a look has found nothing of the attempt at Stripe; does nothing while it may still be under way. */
  async afterDead(attempt: PaymentRow, error: unknown): Promise<void> {
    if (isKept(error)) await this.changes.note(attempt, { stripeKeyNumber: attempt.stripeKeyNumber + 1 });
  }
}
