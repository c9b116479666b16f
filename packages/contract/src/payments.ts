import { z } from 'zod';
import { endpoint, file, page } from './endpoint.js';
import { correction, hoursReason } from './hours.js';
import { cardId, cents, centsTotal, id, instant } from './primitives.js';

export const paymentType = z.enum(['charge', 'payout', 'refund']);
export type PaymentType = z.output<typeof paymentType>;

/**
 * What was booked; what was agreed about the hours afterwards; all of a tip is the guard's. `credit`: paid by the platform in place
 * of the customer, who was given it before; no card is asked for it.
 */
export const paymentPurpose = z.enum(['booking', 'hours', 'tip', 'credit']);
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
    /** A payout of the platform's own money, because the customer's card refuses to pay for the work. */
    isGuarantee: z.boolean(),
    failureCode: z.string().nullable(),
    failureMessage: z.string().nullable(),
    /** Of a hold that the card refused: until when another card can be given before the job is cancelled. */
    mendBy: instant.nullable(),
    /** Asked for while the owner of the card is there: as long as it is pending, their bank waits for a word of them. */
    onSession: z.boolean(),
    createdAt: instant,
    succeededAt: instant.nullable(),
    failedAt: instant.nullable(),
  })
  .meta({ id: 'Payment' });

export const paymentsSum = z
  .object({
    chargedCents: centsTotal,
    refundedCents: centsTotal,
    /** Paid with credit in place of a card. */
    creditedCents: centsTotal,
    paidOutCents: centsTotal,
    /** Less what it has paid the guard of its own money. */
    platformCents: centsTotal,
    guaranteedCents: centsTotal,
    /** Due, refused by the card and not taken yet. */
    owedCents: centsTotal,
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
      'credit_differs',
    ]),
    jobId: id.nullable(),
    paymentId: id.nullable(),
    stripeId: z.string().nullable(),
    oursCents: centsTotal.nullable(),
    stripeCents: centsTotal.nullable(),
    detail: z.string(),
  })
  .meta({ id: 'MoneyDifference' });
export type MoneyDifference = z.output<typeof difference>;

/** Sales tax in an amount; negative of what was given back. */
const taxLine = z.object({ state: z.string(), ratePercent: z.number(), amountCents: centsTotal });

export const receipt = z
  .object({
    jobId: id,
    /** With the running number, and who sold when it was issued; null where the operator issues none. */
    invoice: z.object({ number: z.int(), issuedAt: instant, seller: z.array(z.string()) }).nullable(),
    issuedAt: instant,
    title: z.string(),
    locationAddress: z.string(),
    customerName: z.string(),
    /** Whom it is made out to beside them, and by what their books know the booking. */
    companyName: z.string().nullable(),
    purchaseOrder: z.string().nullable(),
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
      z.object({
        ...{ at: instant, type: paymentType, purpose: paymentPurpose, text: z.string(), amountCents: centsTotal },
        /** Of the card that has paid; null of what was given back, and of what was paid before this was kept. */
        cardLast4: z.string().nullable(),
      }),
    ),
    paidCents: centsTotal,
    /** What of it is sales tax, where that is configured for the state of the site. */
    taxes: z.array(taxLine),
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

export const customerStatement = z
  .object({
    /** As it was asked for; null of a year. */
    month: z.string().nullable(),
    year: z.string().nullable(),
    issuedAt: instant,
    customerName: z.string(),
    companyName: z.string().nullable(),
    lines: z.array(
      z.object({
        jobId: id,
        at: instant,
        /** Of the site: in it the line's day and month are. */
        timeZone: z.string(),
        title: z.string(),
        purchaseOrder: z.string().nullable(),
        /** What it was for, in the caller's language. */
        text: z.string(),
        /** Negative of what was given back. */
        amountCents: centsTotal,
      }),
    ),
    totalCents: centsTotal,
    taxes: z.array(taxLine),
  })
  .meta({ id: 'CustomerStatement' });
export type CustomerStatement = z.output<typeof customerStatement>;

const jobId = z.strictObject({ id });
/** A calendar month or year: of guards in the zone of their base, of customers in that of each site. */
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
  owed: endpoint({
    method: 'GET',
    path: '/payments/owed',
    access: ['customer'],
    summary: 'What I owe for jobs that have ended, because my card refused',
    answer: z.object({
      owedCents: centsTotal,
      items: z.array(
        z.object({ jobId: id, jobTitle: z.string(), owedCents: centsTotal, refusedAt: instant, isAsked: z.boolean() }),
      ),
      nextCursor: z.string().nullable(),
    }),
  }),
  credit: endpoint({
    method: 'GET',
    path: '/payments/credit',
    access: ['customer'],
    summary: 'Credit that pays for my next jobs before my card does',
    answer: z.object({
      availableCents: centsTotal,
      /** The newest first. */
      items: z.array(z.object({ amountCents: cents, leftCents: centsTotal, givenAt: instant })),
      nextCursor: z.string().nullable(),
    }),
  }),
  payOwed: endpoint({
    method: 'POST',
    path: '/jobs/:id/pay',
    access: ['customer'],
    summary: 'Have my card asked again for what I owe for a job, and say what it answered',
    params: jobId,
    /** What the customer was shown that they owe: hours that were corrected meanwhile make it another sum, which is refused. */
    body: z.strictObject({ shownOwedCents: cents.optional() }),
    answer: z.object({
      owedCents: centsTotal,
      /** The card has not answered yet. */
      isAsked: z.boolean(),
    }),
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
  statement: endpoint({
    method: 'GET',
    path: '/payments/statement',
    access: ['customer'],
    summary: 'What I paid in a month or a year',
    query: ofPeriod,
    answer: customerStatement,
  }),
  statementPdf: endpoint({
    method: 'GET',
    path: '/payments/statement.pdf',
    access: ['customer'],
    summary: 'What I paid in a month or a year, to print',
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
    body: z.strictObject({
      endTime: instant,
      preview: z.boolean().optional(),
      /** The whole price that was shown: another one is refused. */
      quotedAmountCents: cents.optional(),
    }),
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
  authenticate: endpoint({
    method: 'POST',
    path: '/jobs/:id/authentication',
    access: ['customer'],
    summary: 'Answer the bank of a card that wants a word of its owner before it pays for this job',
    params: jobId,
    answer: z.object({
      /** The row of the attempt. */
      paymentId: id,
      /** What Stripe.js asks with; null when the bank has not asked after all. */
      clientSecret: z.string().nullable(),
      publishableKey: z.string(),
    }),
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
  connectWebhook: endpoint({
    method: 'POST',
    path: '/webhooks/stripe/connect',
    access: 'anyone',
    summary: "Events of guards' accounts at Stripe, signed with the secret of this endpoint",
    answer: z.object({ received: z.literal(true) }),
  }),
  webhook: endpoint({
    method: 'POST',
    path: '/webhooks/stripe',
    access: 'anyone',
    summary: 'Events of Stripe, signed over the raw body',
    answer: z.object({ received: z.literal(true) }),
  }),
};
