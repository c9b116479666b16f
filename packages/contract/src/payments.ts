import { z } from 'zod';
import { endpoint, file, page } from './endpoint.js';
import { correction, hoursReason } from './hours.js';
import { cardId, cents, centsTotal, id, instant } from './primitives.js';

export const paymentType = z.enum(['charge', 'payout', 'refund']);
export type PaymentType = z.output<typeof paymentType>;

/** What was booked; what was agreed about the hours afterwards; all of a tip is the guard's. */
export const paymentPurpose = z.enum(['booking', 'hours', 'tip']);
export type PaymentPurpose = z.output<typeof paymentPurpose>;

/** `both`: the platform and the guard in proportion to their parts. `platform`: the guard keeps all of theirs. */
export const refundBornBy = z.enum(['both', 'platform']);
export type RefundBornBy = z.output<typeof refundBornBy>;

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
    purpose: paymentPurpose,
    status: paymentStatus,
    amountCents: cents,
    platformFeeCents: cents,
    guardPayoutCents: cents,
    failureCode: z.string().nullable(),
    failureMessage: z.string().nullable(),
    /** Of a hold that the card refused: until when another card can be given before the job is cancelled. */
    mendBy: instant.nullable(),
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

export const receipt = z
  .object({
    jobId: id,
    issuedAt: instant,
    title: z.string(),
    locationAddress: z.string(),
    customerName: z.string(),
    guardName: z.string().nullable(),
    startTime: instant,
    endTime: instant,
    /** Null for a job that was cancelled before it began: then a fee was charged. */
    workedMinutes: z.int().nullable(),
    /** The zone of the place, in which the times are printed. */
    timeZone: z.string(),
    /** What was charged for, and why it is not what was worked; null while nothing was worked. */
    billedMinutes: z.int().nullable(),
    why: hoursReason.nullable(),
    hourlyRateCents: cents,
    lines: z.array(
      z.object({ at: instant, type: paymentType, purpose: paymentPurpose, text: z.string(), amountCents: centsTotal }),
    ),
    paidCents: centsTotal,
    /** Other hours that were agreed on or decided, oldest first. */
    corrections: z.array(correction),
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.output<typeof receipt>;

export const earningsStatement = z
  .object({
    /** As it was asked for; null of a year. */
    month: z.string().nullable(),
    year: z.string().nullable(),
    issuedAt: instant,
    guardName: z.string(),
    /** Of the guard's base; a month begins and ends there. UTC while they have no base. */
    timeZone: z.string(),
    lines: z.array(
      z.object({
        jobId: id,
        at: instant,
        title: z.string(),
        purpose: paymentPurpose,
        paidCents: centsTotal,
        /** Refunds to the customer, of which the guard bears their part. */
        takenBackCents: centsTotal,
      }),
    ),
    totalCents: centsTotal,
  })
  .meta({ id: 'EarningsStatement' });
export type EarningsStatement = z.output<typeof earningsStatement>;

const jobId = z.strictObject({ id });
/** A calendar month or year in the zone of the guard's base. */
const ofPeriod = z
  .strictObject({
    month: z
      .string()
      .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'is a month, as in 2026-03')
      .optional(),
    year: z
      .string()
      .regex(/^20\d\d$/, 'is a year, as in 2026')
      .optional(),
  })
  .refine(({ month, year }) => (month === undefined) !== (year === undefined), 'is either of a month or of a year');
const PDF = ['application/pdf'];

const card = z
  .object({
    id: z.string(),
    brand: z.string(),
    last4: z.string(),
    expiresMonth: z.int(),
    expiresYear: z.int(),
    /** The one that is asked for the next hold. */
    isDefault: z.boolean(),
  })
  .meta({ id: 'Card' });
const ofCard = z.strictObject({ cardId });

export const payments = {
  ofJob: endpoint({
    method: 'GET',
    path: '/jobs/:id/payments',
    access: 'signed-in',
    summary: 'Money rows of a job and their sum',
    params: z.strictObject({ id }),
    answer: z.object({ items: z.array(payment), nextCursor: z.string().nullable(), sum: paymentsSum }),
  }),
  receipt: endpoint({
    method: 'GET',
    path: '/jobs/:id/receipt',
    access: ['customer', 'admin'],
    summary: 'What was paid for a job',
    params: jobId,
    answer: receipt,
  }),
  receiptPdf: endpoint({
    method: 'GET',
    path: '/jobs/:id/receipt.pdf',
    access: ['customer', 'admin'],
    summary: 'What was paid for a job, to print',
    params: jobId,
    answer: file,
    fileTypes: PDF,
  }),
  earningsStatement: endpoint({
    method: 'GET',
    path: '/guards/me/earnings/statement',
    access: ['guard'],
    summary: 'What I was paid in a month or a year',
    query: ofPeriod,
    answer: earningsStatement,
  }),
  earningsStatementPdf: endpoint({
    method: 'GET',
    path: '/guards/me/earnings/statement.pdf',
    access: ['guard'],
    summary: 'What I was paid in a month or a year, to print',
    query: ofPeriod,
    answer: file,
    fileTypes: PDF,
  }),
  extend: endpoint({
    method: 'POST',
    path: '/jobs/:id/extend',
    access: ['customer'],
    summary: 'Agree to a later end at a higher price; with `preview` only say what it would cost',
    params: jobId,
    body: z.strictObject({ endTime: instant, preview: z.boolean().optional() }),
    answer: z.object({
      endTime: instant,
      totalAmountCents: cents,
      addedCents: cents,
      /** The row of the hold that the card is asked for: the job is extended once it stands. Null in a preview. */
      paymentId: id.nullable(),
    }),
    idempotent: true,
  }),
  tip: endpoint({
    method: 'POST',
    path: '/jobs/:id/tip',
    access: ['customer'],
    summary: 'Thank the guard of a job that is paid: all of it is theirs',
    params: jobId,
    body: z.strictObject({ amountCents: cents.min(1) }),
    answer: payment,
    status: 201,
    idempotent: true,
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
    answer: page(card),
  }),
  chooseCard: endpoint({
    method: 'POST',
    path: '/payments/methods/:cardId/default',
    access: ['customer'],
    summary: 'Use this card for what is held from now on',
    params: ofCard,
  }),
  removeCard: endpoint({
    method: 'DELETE',
    path: '/payments/methods/:cardId',
    access: ['customer'],
    summary: 'Remove a card that no job needs',
    params: ofCard,
  }),
  webhook: endpoint({
    method: 'POST',
    path: '/webhooks/stripe',
    access: 'anyone',
    summary: 'Events of Stripe, signed over the raw body',
    answer: z.object({ received: z.literal(true) }),
  }),
};
