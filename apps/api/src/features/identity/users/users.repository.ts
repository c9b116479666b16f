import { Injectable } from '@nestjs/common';
import type { UserRole, UserStatus } from '@aegis/contract';
import { IsNull, MoreThan } from 'typeorm';
import { users } from '../../../../database/tables.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { instant } from '../../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import { pageStart } from '../../../platform/database/page-start.js';
import type { Position } from '../../../platform/http/paging.js';
import { UserEntity } from './user.entity.js';

/** Columns to write; metadata is written by the features that own a key of it. */
export type UserColumns = Partial<Omit<UserEntity, 'metadata'>>;

const STRIPE_NAMES = statement({
  name: 'user_stripe_names',
  takes: [users.id],
  gives: pick(users, 'stripeCustomerId', 'stripeAccountId'),
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

/** In the statement itself, so that a suspension at the same moment is not forgotten. */
const CLOSE = statement({
  takes: [users.id, instant, instant],
  text: `
    UPDATE users SET deleted_at = $2, erasure_due_at = $3, status = 'inactive', status_before_closing = status
    WHERE id = $1 AND deleted_at IS NULL`,
});

const REOPEN = statement({
  takes: [users.id],
  gives: pick(users, 'status'),
  text: (row) => `
    UPDATE users SET deleted_at = NULL, erasure_due_at = NULL, status = COALESCE(status_before_closing, 'active'),
      status_before_closing = NULL
    WHERE id = $1 AND erasure_due_at IS NOT NULL AND erased_at IS NULL RETURNING ${row}`,
});

/** Every read is of the living: a soft-deleted user is not there. */
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

  /** A closed account that is not erased yet. */
  closingById(id: string): Promise<UserEntity | null> {
    return this.database.manager.findOneBy(UserEntity, { id, erasureDueAt: MoreThan(this.clock.now()) });
  }

  async close(id: string, at: Date, erasureDueAt: Date): Promise<void> {
    await this.database.run(CLOSE, [id, at, erasureDueAt]);
  }

  /** Brings a closed account back. The status it has then; null when it is not closed any more, or erased. */
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

  async change(id: string, change: UserColumns): Promise<void> {
    await this.database.manager.update(UserEntity, { id, deletedAt: IsNull() }, change);
  }

  /** Newest first. */
  list(filter: { role?: UserRole; status?: UserStatus }, after: Position | null, limit: number): Promise<UserEntity[]> {
    const query = this.database.manager
      .createQueryBuilder(UserEntity, 'user')
      .where('user.deletedAt IS NULL')
      .orderBy('user.createdAt', 'DESC')
      .addOrderBy('user.id', 'DESC')
      .limit(limit);
    if (filter.role) query.andWhere('user.role = :role', { role: filter.role });
    if (filter.status) query.andWhere('user.status = :status', { status: filter.status });
    const newest = { table: 'users', time: 'created_at' };
    if (after) query.andWhere(`(user.createdAt, user.id) < ${pageStart(newest, ':at', ':id')}`, after);
    return query.getMany();
  }
}
