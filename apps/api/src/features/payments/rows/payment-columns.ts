import type { PaymentEntity } from './payment.entity.js';

/** Where each field is kept; the compiler asks for all of them. */
export const PAYMENT_COLUMNS: Readonly<Record<keyof PaymentEntity, string>> = {
  id: 'id',
  jobId: 'job_id',
  payerId: 'payer_id',
  payeeId: 'payee_id',
  refundOf: 'refund_of',
  type: 'payment_type',
  status: 'status',
  isCurrent: 'is_current',
  amountCents: 'amount_cents',
  platformFeeCents: 'platform_fee_cents',
  guardPayoutCents: 'guard_payout_cents',
  authorizedCents: 'authorized_cents',
  stripeFeeCents: 'stripe_fee_cents',
  stripePaymentIntentId: 'stripe_payment_intent_id',
  stripeChargeId: 'stripe_charge_id',
  stripeTransferId: 'stripe_transfer_id',
  stripeRefundId: 'stripe_refund_id',
  stripeReversalId: 'stripe_reversal_id',
  stripeCustomerId: 'stripe_customer_id',
  stripePaymentMethodId: 'stripe_payment_method_id',
  stripeAccountId: 'stripe_account_id',
  awaitsAccount: 'awaits_account',
  captureBefore: 'capture_before',
  standsInFor: 'stands_in_for',
  extendTo: 'extend_to',
  mendBy: 'mend_by',
  retryAt: 'retry_at',
  checkedAt: 'checked_at',
  reason: 'reason',
  toReverseCents: 'to_reverse_cents',
  reversedCents: 'reversed_cents',
  failureCode: 'failure_code',
  failureMessage: 'failure_message',
  metadata: 'metadata',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  succeededAt: 'succeeded_at',
  failedAt: 'failed_at',
  returnedAt: 'returned_at',
};

/** The whole row under the fields' names, after SELECT or RETURNING. */
export const PAYMENT_ROW = Object.entries(PAYMENT_COLUMNS)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ');

/** Fields of `change` that say something; undefined leaves a column as it is. */
export const fieldsOf = (change: Partial<PaymentEntity>): (keyof PaymentEntity)[] =>
  // The keys of a Partial<PaymentEntity>: TypeScript gives them as strings.
  (Object.keys(change) as (keyof PaymentEntity)[]).filter((field) => change[field] !== undefined);

/** A value as the driver takes it: it would send an object as text of its own making. */
export const valueOf = (change: Partial<PaymentEntity>, field: keyof PaymentEntity): unknown =>
  field === 'metadata' ? JSON.stringify(change.metadata) : change[field];
