import { Exclude } from 'class-transformer';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { UserRole, UserStatus } from '@aegis/contract';
import { type Language, LANGUAGES } from '@aegis/words/languages';

@Entity('users')
export class UserEntity {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' })
  id!: string;

  @Column('citext')
  email!: string;

  /** Never leaves the server, whatever serialises the row. */
  @Exclude()
  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { name: 'first_name' })
  firstName!: string;

  @Column('text', { name: 'last_name' })
  lastName!: string;

  /** What a customer's papers are made out to. */
  @Column('text', { name: 'company_name', nullable: true })
  companyName!: string | null;

  /** In which they are written to. */
  @Column('enum', { enumName: 'user_language', enum: [...LANGUAGES], default: 'en' })
  language!: Language;

  /** To which terms they agreed when they opened the account; null: before there were any, or without a page. */
  @Column('text', { name: 'terms_version', nullable: true })
  termsVersion!: string | null;

  @Column('timestamptz', { name: 'terms_accepted_at', nullable: true })
  termsAcceptedAt!: Date | null;

  @Column('enum', { enumName: 'user_role', enum: ['customer', 'guard', 'admin'] })
  role!: UserRole;

  @Column('enum', {
    enumName: 'user_status',
    enum: ['pending_verification', 'active', 'suspended', 'inactive'],
    default: 'pending_verification',
  })
  status!: UserStatus;

  @Column('text', { name: 'stripe_customer_id', nullable: true })
  stripeCustomerId!: string | null;

  @Column('text', { name: 'stripe_account_id', nullable: true })
  stripeAccountId!: string | null;

  @Column('timestamptz', { name: 'email_verified_at', nullable: true })
  emailVerifiedAt!: Date | null;

  @Column('timestamptz', { name: 'identity_verified_at', nullable: true })
  identityVerifiedAt!: Date | null;

  /** Of an account that is closed and can be brought back: what it will be again. */
  @Column('enum', {
    name: 'status_before_closing',
    enumName: 'user_status',
    enum: ['pending_verification', 'active', 'suspended', 'inactive'],
    nullable: true,
  })
  statusBeforeClosing!: UserStatus | null;

  /** Of a suspended account (closed or not): what it will be again when the suspension is lifted. */
  @Column('enum', {
    name: 'status_before_suspension',
    enumName: 'user_status',
    enum: ['pending_verification', 'active', 'suspended', 'inactive'],
    nullable: true,
  })
  statusBeforeSuspension!: UserStatus | null;

  @Column('jsonb', { default: {} })
  metadata!: Record<string, unknown>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'last_login_at', nullable: true })
  lastLoginAt!: Date | null;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;

  /** Ciphertext of the second factor's secret. */
  @Exclude()
  @Column('text', { name: 'totp_secret_encrypted', nullable: true })
  totpSecretEncrypted!: string | null;

  /** The last 30-second step whose code was used: a code works once. */
  @Exclude()
  @Column('bigint', { name: 'totp_last_step', nullable: true })
  totpLastStep!: number | null;

  /** Of the codes for a lost phone. */
  @Exclude()
  @Column('bytea', { name: 'recovery_hashes', array: true, default: '{}' })
  recoveryHashes!: Buffer[];

  @Column('timestamptz', { name: 'inactivity_warned_at', nullable: true })
  inactivityWarnedAt!: Date | null;

  /** Set while the account is closed and can still be brought back: the person is erased at this moment. */
  @Column('timestamptz', { name: 'erasure_due_at', nullable: true })
  erasureDueAt!: Date | null;

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt!: Date | null;
}

/** What somebody is, or is again when their closed account is brought back. */
export const standingOf = ({
  status,
  statusBeforeClosing,
}: Pick<UserEntity, 'status' | 'statusBeforeClosing'>): UserStatus => statusBeforeClosing ?? status;
