import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { PaymentStatus, PaymentType } from '@aegis/contract';

@Entity('payments')
export class PaymentEntity {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' })
  id!: string;

  @Column('uuid', { name: 'job_id' })
  jobId!: string;

  @Column('uuid', { name: 'payer_id', nullable: true })
  payerId!: string | null;

  @Column('uuid', { name: 'payee_id', nullable: true })
  payeeId!: string | null;

  @Column('uuid', { name: 'refund_of', nullable: true })
  refundOf!: string | null;

  @Column('enum', { name: 'payment_type', enumName: 'payment_type', enum: ['charge', 'payout', 'refund'] })
  type!: PaymentType;

  @Column('enum', {
    enumName: 'payment_status',
    enum: ['pending', 'processing', 'authorized', 'succeeded', 'failed', 'cancelled', 'refunded', 'disputed'],
    default: 'pending',
  })
  status!: PaymentStatus;

  /** False: a hold that is to take another's place, or whose place was taken. */
  @Column('boolean', { name: 'is_current', default: true })
  isCurrent!: boolean;

  @Column('integer', { name: 'amount_cents' })
  amountCents!: number;

  @Column('integer', { name: 'platform_fee_cents' })
  platformFeeCents!: number;

  @Column('integer', { name: 'guard_payout_cents' })
  guardPayoutCents!: number;

  @Column('integer', { name: 'authorized_cents', nullable: true })
  authorizedCents!: number | null;

  @Column('integer', { name: 'stripe_fee_cents', nullable: true })
  stripeFeeCents!: number | null;

  @Column('text', { name: 'stripe_payment_intent_id', nullable: true })
  stripePaymentIntentId!: string | null;

  @Column('text', { name: 'stripe_charge_id', nullable: true })
  stripeChargeId!: string | null;

  @Column('text', { name: 'stripe_transfer_id', nullable: true })
  stripeTransferId!: string | null;

  @Column('text', { name: 'stripe_refund_id', nullable: true })
  stripeRefundId!: string | null;

  @Column('text', { name: 'stripe_reversal_id', nullable: true })
  stripeReversalId!: string | null;

  /** Charges: who is asked, and which card. A repetition of the attempt must name the same. */
  @Column('text', { name: 'stripe_customer_id', nullable: true })
  stripeCustomerId!: string | null;

  @Column('text', { name: 'stripe_payment_method_id', nullable: true })
  stripePaymentMethodId!: string | null;

  /** Payouts: the account that is paid; a repetition must name the same. */
  @Column('text', { name: 'stripe_account_id', nullable: true })
  stripeAccountId!: string | null;

  /** Payouts: true while the guard has no account that can be paid. */
  @Column('boolean', { name: 'awaits_account', default: false })
  awaitsAccount!: boolean;

  /** Holds: when the bank lets go of it by itself. */
  @Column('timestamptz', { name: 'capture_before', nullable: true })
  captureBefore!: Date | null;

  /** Holds that are to take another's place: whose, and until when the job shall last then. */
  @Column('uuid', { name: 'stands_in_for', nullable: true })
  standsInFor!: string | null;

  @Column('timestamptz', { name: 'extend_to', nullable: true })
  extendTo!: Date | null;

  /** Failed holds: until when the customer can give another card, before the job is cancelled. */
  @Column('timestamptz', { name: 'mend_by', nullable: true })
  mendBy!: Date | null;

  /** Pending payouts and failed holds: when it is tried again. */
  @Column('timestamptz', { name: 'retry_at', nullable: true })
  retryAt!: Date | null;

  /** When Stripe was last asked how this stands, and there was nothing new. */
  @Column('timestamptz', { name: 'checked_at', nullable: true })
  checkedAt!: Date | null;

  /** Refunds: why, what of the guard's part is still to be taken back from their account, and what was. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('integer', { name: 'to_reverse_cents', default: 0 })
  toReverseCents!: number;

  @Column('integer', { name: 'reversed_cents', default: 0 })
  reversedCents!: number;

  @Column('text', { name: 'failure_code', nullable: true })
  failureCode!: string | null;

  @Column('text', { name: 'failure_message', nullable: true })
  failureMessage!: string | null;

  @Column('jsonb', { default: {} })
  metadata!: Record<string, unknown>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'succeeded_at', nullable: true })
  succeededAt!: Date | null;

  @Column('timestamptz', { name: 'failed_at', nullable: true })
  failedAt!: Date | null;

  /** Refunds: when the bank sent it back after it had succeeded: the money is with us, for the customer. */
  @Column('timestamptz', { name: 'returned_at', nullable: true })
  returnedAt!: Date | null;
}
