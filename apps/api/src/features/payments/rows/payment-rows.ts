import type { PaymentStatus, PaymentType } from '@aegis/contract';
import type { PaymentEntity } from './payment.entity.js';

const OVER: readonly PaymentStatus[] = ['failed', 'cancelled'];

/** Ended without money moving. */
export const isOver = (status: PaymentStatus): boolean => OVER.includes(status);

/** Of a job's rows the one charge or payout that has not failed and was not let go. */
export const liveOf = (rows: readonly PaymentEntity[], type: Exclude<PaymentType, 'refund'>): PaymentEntity | null =>
  rows.find((row) => row.type === type && row.isCurrent && !isOver(row.status)) ?? null;

/** Refunds that take part in a charge's sum: given back, or on the way. */
export const refundsOf = (rows: readonly PaymentEntity[], chargeId: string): PaymentEntity[] =>
  rows.filter((row) => row.refundOf === chargeId && !isOver(row.status));
