import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { cents, centsTotal, id, instant } from './primitives.js';

export const paymentType = z.enum(['charge', 'payout', 'refund']);
export type PaymentType = z.output<typeof paymentType>;

export const paymentStatus = z.enum([
  'pending',
  'processing',
  'authorized',
  'succeeded',
  'failed',
  'cancelled',
  'refunded',
  'disputed',
]);
export type PaymentStatus = z.output<typeof paymentStatus>;

export const payment = z
  .object({
    id,
    jobId: id,
    type: paymentType,
    status: paymentStatus,
    amountCents: cents,
    platformFeeCents: cents,
    guardPayoutCents: cents,
    failureCode: z.string().nullable(),
    failureMessage: z.string().nullable(),
    createdAt: instant,
    succeededAt: instant.nullable(),
    failedAt: instant.nullable(),
  })
  .meta({ id: 'Payment' });

export const paymentsSum = z
  .object({
    chargedCents: centsTotal,
    refundedCents: centsTotal,
    paidOutCents: centsTotal,
    platformCents: centsTotal,
    /** Authorised and not yet captured. */
    heldCents: centsTotal,
  })
  .meta({ id: 'PaymentsSum' });

export const difference = z
  .object({
    kind: z.enum([
      'missing_here',
      'missing_at_stripe',
      'amount_differs',
      'fee_differs',
      'does_not_add_up',
      'not_settled',
      'not_charged',
      'refund_returned',
      'balance_differs',
    ]),
    jobId: id.nullable(),
    paymentId: id.nullable(),
    stripeId: z.string().nullable(),
    oursCents: centsTotal.nullable(),
    stripeCents: centsTotal.nullable(),
    detail: z.string(),
  })
  .meta({ id: 'MoneyDifference' });

export const payments = {
  ofJob: endpoint({
    method: 'GET',
    path: '/jobs/:id/payments',
    access: 'signed-in',
    summary: 'Money rows of a job and their sum',
    params: z.strictObject({ id }),
    answer: z.object({ items: z.array(payment), nextCursor: z.string().nullable(), sum: paymentsSum }),
  }),
  setup: endpoint({
    method: 'POST',
    path: '/payments/setup',
    access: ['customer'],
    summary: 'Start saving a card',
    answer: z.object({ clientSecret: z.string(), publishableKey: z.string() }),
  }),
  methods: endpoint({
    method: 'GET',
    path: '/payments/methods',
    access: ['customer'],
    summary: 'My saved cards',
    answer: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          brand: z.string(),
          last4: z.string(),
          expiresMonth: z.int(),
          expiresYear: z.int(),
          isDefault: z.boolean(),
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
  }),
  webhook: endpoint({
    method: 'POST',
    path: '/webhooks/stripe',
    access: 'anyone',
    summary: 'Events of Stripe, signed over the raw body',
    answer: z.object({ received: z.literal(true) }),
  }),
};
