import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { z } from 'zod';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { StripeClient } from '../stripe/stripe-client.js';

const paymentReference = z.object({ paymentId: z.uuid() });

/** Stripe's objects, and which row of ours one belongs to. */
@Injectable()
export class PaymentReader {
  constructor(
    private readonly stripe: StripeClient,
    private readonly repository: PaymentsRepository,
  ) {}

  get api(): Stripe {
    return this.stripe.api;
  }

  /** Every object that we make carries our row's id; null for those of others. */
  async paymentOf(metadata: Stripe.Metadata | null): Promise<PaymentRow | null> {
    const { data } = paymentReference.safeParse(metadata ?? {});
    return data ? this.repository.byId(data.paymentId) : null;
  }
}
