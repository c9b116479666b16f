import type { PaymentStatus } from '@aegis/contract';
import { payments } from '../../../../database/tables.js';
import type { RowOf } from '../../../platform/database/sql-types.js';

const { paymentType, metadata, ...columns } = payments;

/**
 * A row of money as every step sees it. What decides something is a column with a check:
 * `stripeCustomerId`, `stripePaymentMethodId` of a charge and `stripeAccountId` of a payout: a repetition of the attempt must
 * name the same. `isCurrent`: false for a hold that is to take another's place (`standsInFor`, for a job that is to last until
 * `extendTo`, or on the terms of `forProposal`), or whose place was taken. `captureBefore`: when the bank lets go of a hold by itself. `mendBy`: until when
 * the customer of a failed hold can give another card. `retryAt`: when what failed or waits is tried again. `checkedAt`: when
 * Stripe was last asked and had nothing new. `toReverseCents`, `reversedCents` of a refund: what of the guard's part is still
 * to be taken back from their account, and what was. `returnedAt`: when the bank sent a refund back that had succeeded.
 * `purpose`: what was booked; what was agreed about the hours after it was taken (further charges, and refunds); a tip.
 * `paidOutOf`: the charge of a payout. `disputeId`: of a refund that a bank has made. `onSession`: the owner of the card is there
 * to answer its bank. `isGuarantee`: a payout of the platform's own money, because that charge was refused. `recoveredCents`:
 * what of a charge the platform keeps because it has paid the guard before; in the platform's part. `cardLast4`: of the card that
 * a charge was held on.
 */
export const PAYMENT = { ...columns, type: paymentType };
export type PaymentRow = RowOf<typeof PAYMENT>;

const OVER: readonly PaymentStatus[] = ['failed', 'cancelled'];

/** Ended without money moving. */
export const isOver = (status: PaymentStatus): boolean => OVER.includes(status);

/** Asked for, and its end is not known yet. */
export const isUnderWay = ({ status }: PaymentRow): boolean => status === 'pending' || status === 'processing';

/** Whether this card has said no to something of the job. */
export const hasRefused = (rows: readonly PaymentRow[], cardId: string | null): boolean =>
  rows.some((row) => row.type === 'charge' && row.status === 'failed' && row.stripePaymentMethodId === cardId);

/** Paid with credit, or given back to it: no card and no bank has a part in it. */
export const isOfCredit = ({ purpose, type }: PaymentRow): boolean => purpose === 'credit' && type !== 'payout';

/** Whether a charge is, or was, for what was booked. */
export const isOfBooking = (row: PaymentRow): boolean =>
  row.type === 'charge' && row.purpose === 'booking' && row.isCurrent;

/** Of a job's rows the one charge for what was booked that has not failed and was not let go. */
export const bookingChargeOf = (rows: readonly PaymentRow[]): PaymentRow | null =>
  rows.find((row) => isOfBooking(row) && !isOver(row.status)) ?? null;

/** The one payout out of a charge that has not failed and was not let go. */
export const payoutOf = (rows: readonly PaymentRow[], chargeId: string | null): PaymentRow | null =>
  rows.find((row) => row.type === 'payout' && row.paidOutOf === chargeId && !isOver(row.status)) ?? null;

/** Refunds that take part in a charge's sum: given back, or on the way. */
export const refundsOf = (rows: readonly PaymentRow[], chargeId: string): PaymentRow[] =>
  rows.filter((row) => row.refundOf === chargeId && !isOver(row.status));
