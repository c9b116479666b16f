import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { PaymentStatus, PaymentType } from '@aegis/contract';

/** What an attempt needs to be repeated word for word, and what belongs to it at the provider. Never card data. */
export interface PaymentMetadata {
  stripeCustomer?: string;
  paymentMethod?: string;
  /** Payouts: the guard was told that his account is awaited. */
  waiting?: boolean;
  /** Payouts: the account that is paid. */
  destination?: string;
  /** Payouts: after a refusal, when the transfer is tried again (ISO 8601). */
  retryAt?: string;
  /** Refunds: why, what is still to be taken back from the guard's account, and what was. */
  reason?: string;
  toReverseCents?: number;
  reversalId?: string;
  reversedCents?: number;
  /** Holds: until when the bank keeps it (ISO 8601). */
  captureBefore?: string;
  /** Holds that are to take another's place: whose, and until when the job shall last then. */
  standsInFor?: string;
  extendTo?: string;
}

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

  @Column('text', { name: 'failure_code', nullable: true })
  failureCode!: string | null;

  @Column('text', { name: 'failure_message', nullable: true })
  failureMessage!: string | null;

  @Column('jsonb', { default: {} })
  metadata!: PaymentMetadata;

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
