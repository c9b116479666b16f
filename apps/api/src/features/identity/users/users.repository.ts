import { Injectable } from '@nestjs/common';
import type { UserRole, UserStatus } from '@aegis/contract';
import { IsNull, MoreThan, Not } from 'typeorm';
import { users } from '../../../../database/tables.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { instant, integer, text, uuids } from '../../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import { pageStart } from '../../../platform/database/page-start.js';
import type { Position } from '../../../platform/http/paging.js';
import { fullNameSql } from './full-name.js';
import { IS_THERE, nameBegins } from './people-sql.js';
import { UserEntity } from './user.entity.js';

/** Columns of a new account; metadata is written by the features that own a key of it. */
export type UserColumns = Partial<Omit<UserEntity, 'metadata'>>;

/** What people change of themselves, which nothing is decided by. */
export type ProfileChange = Partial<Pick<UserEntity, 'firstName' | 'lastName' | 'companyName' | 'phone' | 'language'>>;

/** What somebody was found to be before they are let in. */
export type Seen = Pick<UserEntity, 'id' | 'passwordHash' | 'totpSecretEncrypted'>;

/** With whether they may be paid, which is asked together. */
const STRIPE_NAMES = statement({
  name: 'user_stripe_names',
  takes: [users.id],
  gives: pick(users, 'stripeCustomerId', 'stripeAccountId', 'status'),
  text: (row) => `SELECT ${row} FROM users WHERE id = $1 AND deleted_at IS NULL`,
});
export type StripeNames = RowFrom<typeof STRIPE_NAMES>;

const ERASED_BUT_KNOWN_TO_STRIPE = statement({
  gives: { id: users.id },
  text: (row) => `
    SELECT ${row} FROM users WHERE erased_at IS NOT NULL AND stripe_customer_id IS NOT NULL ORDER BY erased_at`,
});

const STRIPE_CUSTOMER_OF_ERASED = statement({
  takes: [users.id],
  gives: pick(users, 'stripeCustomerId'),
  text: (row) => `SELECT ${row} FROM users WHERE id = $1 AND erased_at IS NOT NULL`,
});

/**
 * Every change of what a person is names what was read of them: of two at once the second finds no row. Closing keeps what they
 * were in the statement itself.
 */
const CLOSE = statement({
  takes: [users.id, users.status, instant, instant],
  text: `
    UPDATE users SET deleted_at = $3, erasure_due_at = $4, status = 'inactive', status_before_closing = status
    WHERE id = $1 AND status = $2 AND deleted_at IS NULL`,
});

/** What somebody is, or is again when their closed account is brought back. */
const STANDING = `COALESCE(status_before_closing, status)`;

/** The standing of a closed account changes where it is kept until it is brought back. */
const SUSPEND = statement({
  takes: [users.id, users.status],
  text: `
    UPDATE users SET status_before_suspension = ${STANDING},
      status = CASE WHEN deleted_at IS NULL THEN 'suspended' ELSE status END,
      status_before_closing = CASE WHEN deleted_at IS NULL THEN NULL ELSE 'suspended'::user_status END
    WHERE id = $1 AND ${STANDING} = $2 AND ${STANDING} <> 'suspended' AND ${IS_THERE}`,
});

const REINSTATE = statement({
  takes: [users.id],
  gives: { standing: users.status.type(STANDING) },
  text: (row) => `
    UPDATE users SET status_before_suspension = NULL,
      status = CASE WHEN deleted_at IS NULL THEN COALESCE(status_before_suspension, 'active') ELSE status END,
      status_before_closing = CASE WHEN deleted_at IS NULL THEN NULL ELSE COALESCE(status_before_suspension, 'active') END
    WHERE id = $1 AND ${STANDING} = 'suspended' AND ${IS_THERE} RETURNING ${row}`,
});

/** Who waited for it is active from now on, or will be when a suspension is lifted. */
const CONFIRM_IDENTITY = statement({
  takes: [users.id, users.status, instant],
  gives: pick(users, 'status'),
  text: (row) => `
    UPDATE users SET identity_verified_at = $3,
      status = CASE status WHEN 'pending_verification' THEN 'active' ELSE status END,
      status_before_suspension = CASE status_before_suspension
        WHEN 'pending_verification' THEN 'active' ELSE status_before_suspension END
    WHERE id = $1 AND status = $2 AND deleted_at IS NULL RETURNING ${row}`,
});

/** Signing in brings an account back that was set aside as unused. */
const ENTER = statement({
  name: 'user_enter',
  takes: [users.id, users.passwordHash, instant, users.passwordHash, users.totpSecretEncrypted],
  text: `
    UPDATE users SET last_login_at = $3, inactivity_warned_at = NULL, password_hash = $4,
      status = CASE status WHEN 'inactive' THEN 'active' ELSE status END
    WHERE id = $1 AND password_hash = $2 AND totp_secret_encrypted IS NOT DISTINCT FROM $5
      AND status <> 'suspended' AND deleted_at IS NULL`,
});

const SET_PASSWORD = statement({
  takes: [users.id, users.passwordHash, users.passwordHash],
  text: `UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2 AND ${IS_THERE}`,
});

const CONFIRM_EMAIL = statement({
  takes: [users.id, users.email, instant],
  text: `UPDATE users SET email_verified_at = $3 WHERE id = $1 AND email = $2 AND deleted_at IS NULL`,
});

const CHANGE_EMAIL = statement({
  takes: [users.id, users.email, users.email, instant],
  text: `UPDATE users SET email = $3, email_verified_at = $4 WHERE id = $1 AND email = $2 AND deleted_at IS NULL`,
});

const REOPEN = statement({
  takes: [users.id],
  gives: pick(users, 'status'),
  text: (row) => `
    UPDATE users SET deleted_at = NULL, erasure_due_at = NULL, status = COALESCE(status_before_closing, 'active'),
      status_before_closing = NULL
    WHERE id = $1 AND erasure_due_at IS NOT NULL AND erased_at IS NULL
      AND status_before_closing IS DISTINCT FROM 'suspended' RETURNING ${row}`,
});

const KNOWN = {
  ...pick(users, 'id', 'role', 'status', 'email', 'phone', 'companyName'),
  name: text(fullNameSql('users')),
};
/** Somebody with the ways to reach them. */
export type KnownPerson = RowFrom<typeof BY_IDS>;

const BY_IDS = statement({
  takes: [uuids],
  gives: KNOWN,
  text: (row) => `SELECT ${row} FROM users WHERE id = ANY($1)`,
});

/** Each by its own index (those of the name, users_by_email, users_by_phone). */
const beginsWith = (words: string, phone: string): string =>
  `${nameBegins(words)} OR lower(email::text) LIKE ${words} OR phone LIKE ${phone}`;

const SEARCH = statement({
  takes: [text, text.orNull, integer],
  gives: KNOWN,
  text: (row) => `
    SELECT ${row} FROM users
    WHERE ${IS_THERE} AND (${beginsWith('$1', '$2')})
    ORDER BY last_name, first_name, id LIMIT $3`,
});

interface ListFilter {
  role?: UserRole;
  status?: UserStatus;
  /** As `beginningWith` writes them; null: what was typed is no number. */
  begins?: { words: string; phone: string | null };
}

/** Every read is of the living, but where it says otherwise. */
@Injectable()
export class UsersRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  byId(id: string): Promise<UserEntity | null> {
    return this.database.manager.findOneBy(UserEntity, { id, deletedAt: IsNull() });
  }

  byEmail(email: string): Promise<UserEntity | null> {
    return this.database.manager.findOneBy(UserEntity, { email, deletedAt: IsNull() });
  }

  /** The living, and those whose closed account can still be brought back. */
  async byEmailOfAnybody(email: string): Promise<UserEntity | null> {
    const closing = { email, erasureDueAt: MoreThan(this.clock.now()) };
    return (await this.byEmail(email)) ?? this.database.manager.findOneBy(UserEntity, closing);
  }

  /** The living, and those whose closed account waits for its erasure. */
  async thereById(id: string): Promise<UserEntity | null> {
    return (await this.byId(id)) ?? this.database.manager.findOneBy(UserEntity, { id, erasureDueAt: Not(IsNull()) });
  }

  /** A closed account that is not erased yet. */
  closingById(id: string): Promise<UserEntity | null> {
    return this.database.manager.findOneBy(UserEntity, { id, erasureDueAt: MoreThan(this.clock.now()) });
  }

  /** False when they are no longer what they were, which is true of every change below. */
  async close(id: string, from: UserStatus, at: Date, erasureDueAt: Date): Promise<boolean> {
    return (await this.database.run(CLOSE, [id, from, at, erasureDueAt])) === 1;
  }

  /** @param from the standing that was seen */
  async suspend(id: string, from: UserStatus): Promise<boolean> {
    return (await this.database.run(SUSPEND, [id, from])) === 1;
  }

  /** Their standing from now on; null when they are not suspended. */
  async reinstate(id: string): Promise<UserStatus | null> {
    return (await this.database.row(REINSTATE, [id]))?.standing ?? null;
  }

  /** What they are now; null when they are no longer what they were. */
  async confirmIdentity(id: string, from: UserStatus, at: Date): Promise<UserStatus | null> {
    return (await this.database.row(CONFIRM_IDENTITY, [id, from, at]))?.status ?? null;
  }

  /** Holds the person's row to the end of the transaction, in which their session is opened. */
  async enter({ id, passwordHash, totpSecretEncrypted }: Seen, at: Date, nextHash: string): Promise<boolean> {
    return (await this.database.run(ENTER, [id, passwordHash, at, nextHash, totpSecretEncrypted])) === 1;
  }

  async setPassword({ id, passwordHash }: Pick<Seen, 'id' | 'passwordHash'>, nextHash: string): Promise<boolean> {
    return (await this.database.run(SET_PASSWORD, [id, passwordHash, nextHash])) === 1;
  }

  async confirmEmail(id: string, email: string, at: Date): Promise<boolean> {
    return (await this.database.run(CONFIRM_EMAIL, [id, email, at])) === 1;
  }

  async changeEmail(id: string, from: string, to: string, at: Date): Promise<boolean> {
    return (await this.database.run(CHANGE_EMAIL, [id, from, to, at])) === 1;
  }

  /** Brings a closed account back. The status it has then; null when it is not closed any more, suspended or erased. */
  async reopen(id: string): Promise<UserStatus | null> {
    return (await this.database.row(REOPEN, [id]))?.status ?? null;
  }

  /** The payment provider's names for a person, without the rest of them. */
  stripeNamesOf(id: string): Promise<StripeNames | null> {
    return this.database.row(STRIPE_NAMES, [id]);
  }

  /** Erased people whom the payment provider still knows as customers. */
  async erasedButKnownToStripe(): Promise<string[]> {
    return (await this.database.rows(ERASED_BUT_KNOWN_TO_STRIPE)).map(({ id }) => id);
  }

  async stripeCustomerOfErased(id: string): Promise<string | null> {
    return (await this.database.row(STRIPE_CUSTOMER_OF_ERASED, [id]))?.stripeCustomerId ?? null;
  }

  /** False when it was forgotten already. */
  async forgetStripeCustomer(id: string): Promise<boolean> {
    const forgotten = await this.database.run(
      `UPDATE users SET stripe_customer_id = NULL
       WHERE id = $1 AND erased_at IS NOT NULL AND stripe_customer_id IS NOT NULL`,
      [id],
    );
    return forgotten === 1;
  }

  async insert(user: UserColumns): Promise<void> {
    await this.database.manager.insert(UserEntity, user);
  }

  async changeProfile(id: string, change: ProfileChange): Promise<void> {
    await this.database.manager.update(UserEntity, { id, deletedAt: IsNull() }, change);
  }

  async linkStripe(id: string, link: Partial<Omit<StripeNames, 'status'>>): Promise<void> {
    await this.database.manager.update(UserEntity, { id, deletedAt: IsNull() }, link);
  }

  /** Also those who have left: what they did stays. In no order. */
  known(ids: readonly string[]): Promise<KnownPerson[]> {
    return this.database.rows(BY_IDS, [ids]);
  }

  /** Whose name, last name or e-mail begins so (`beginningWith`), or whose phone does; null: no phone was meant. */
  search(beginning: string, phone: string | null, limit: number): Promise<KnownPerson[]> {
    return this.database.rows(SEARCH, [beginning, phone, limit]);
  }

  /** Newest first; closed accounts too, until they are erased. */
  list(filter: ListFilter, after: Position | null, limit: number): Promise<UserEntity[]> {
    const query = this.database.manager
      .createQueryBuilder(UserEntity, 'user')
      .where('(user.deletedAt IS NULL OR user.erasureDueAt IS NOT NULL)')
      .orderBy('user.createdAt', 'DESC')
      .addOrderBy('user.id', 'DESC')
      .limit(limit);
    if (filter.role) query.andWhere('user.role = :role', { role: filter.role });
    if (filter.status) query.andWhere('user.status = :status', { status: filter.status });
    if (filter.begins) query.andWhere(`(${beginsWith(':words', ':phone')})`, filter.begins);
    const newest = { table: 'users', time: 'created_at' };
    if (after) query.andWhere(`(user.createdAt, user.id) < ${pageStart(newest, ':at', ':id')}`, after);
    return query.getMany();
  }
}
