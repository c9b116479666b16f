import { DAY_MS, HOUR_MS, shift } from '../../../platform/clock/duration.js';
import type { BookedJob } from '../../jobs/jobs.service.js';
import type { JobMoney } from '../flow/money-plan.js';
import type { PaymentRow } from '../rows/payment-row.js';

/** The moment at which the plans of the tests are made. */
export const NOW = new Date('2026-03-02T12:00:00Z');
export const at = (hours: number): Date => shift(NOW, hours * HOUR_MS);
export const inDays = (days: number): Date => shift(NOW, days * DAY_MS);

/** Two hours at 25.00 that begin in an hour. */
export const job = (facts: Partial<BookedJob> = {}): BookedJob => ({
  id: 'job',
  status: 'matched',
  customerId: 'customer',
  guardId: 'guard',
  startTime: at(1),
  endTime: at(3),
  totalAmountCents: 5000,
  platformFeeCents: 1000,
  guardPayoutCents: 4000,
  dueAmountCents: null,
  requestedAt: at(-1),
  cardId: null,
  endedAt: null,
  ...facts,
});

export const completed = (facts: Partial<BookedJob> = {}): BookedJob =>
  job({ status: 'completed', dueAmountCents: 5000, endedAt: NOW, ...facts });

const NOTHING = {
  payerId: null,
  payeeId: null,
  refundOf: null,
  purpose: 'booking',
  paidOutOf: null,
  disputeId: null,
  onSession: false,
  stripeKeyNumber: 0,
  isGuarantee: false,
  recoveredCents: 0,
  isCurrent: true,
  authorizedCents: null,
  stripeFeeCents: null,
  stripePaymentIntentId: null,
  stripeChargeId: null,
  stripeTransferId: null,
  stripeRefundId: null,
  stripeReversalId: null,
  stripeCustomerId: null,
  stripePaymentMethodId: null,
  stripeAccountId: null,
  awaitsAccount: false,
  captureBefore: null,
  standsInFor: null,
  extendTo: null,
  forProposal: null,
  mendBy: null,
  retryAt: null,
  checkedAt: null,
  cardLast4: null,
  reason: null,
  toReverseCents: 0,
  reversedCents: 0,
  reversedAt: null,
  failureCode: null,
  failureMessage: null,
  succeededAt: null,
  failedAt: null,
  returnedAt: null,
  createdAt: at(-1),
  updatedAt: at(-1),
} satisfies Partial<PaymentRow>;

export const charge = (status: PaymentRow['status'], facts: Partial<PaymentRow> = {}): PaymentRow => ({
  ...NOTHING,
  id: 'charge',
  jobId: 'job',
  type: 'charge',
  status,
  payerId: 'customer',
  amountCents: 5000,
  platformFeeCents: 1000,
  guardPayoutCents: 4000,
  ...facts,
});

export const payout = (status: PaymentRow['status'], facts: Partial<PaymentRow> = {}): PaymentRow => ({
  ...NOTHING,
  id: 'payout',
  jobId: 'job',
  type: 'payout',
  status,
  payeeId: 'guard',
  paidOutOf: 'charge',
  amountCents: 4000,
  platformFeeCents: 0,
  guardPayoutCents: 4000,
  ...facts,
});

export const refund = (status: PaymentRow['status'], facts: Partial<PaymentRow> = {}): PaymentRow => ({
  ...NOTHING,
  id: 'refund',
  jobId: 'job',
  type: 'refund',
  status,
  payeeId: 'customer',
  refundOf: 'charge',
  amountCents: 1000,
  platformFeeCents: 200,
  guardPayoutCents: 800,
  ...facts,
});

export const money = (
  booked: BookedJob,
  rows: readonly PaymentRow[] = [],
  beside: Partial<Pick<JobMoney, 'scheduledHoldAt' | 'creditCents'>> = {},
): JobMoney => ({ job: booked, rows, scheduledHoldAt: null, creditCents: 0, ...beside });
