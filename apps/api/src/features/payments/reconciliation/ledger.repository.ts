import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { RowFrom } from '../../../platform/database/statement.js';
import * as statements from './ledger.statements.js';
import type { OurMovement } from './movements.js';

/** What our rows say that Stripe has of ours since some moment, and the movements of late that it is made of. */
export interface OurBooks {
  movedCents: number;
  recent: Pick<OurMovement, 'kind' | 'stripeId' | 'amountCents' | 'feeCents'>[];
}

/** Up to a moment, of all times before. */
export type Carried = RowFrom<typeof statements.CARRIED>;

@Injectable()
export class LedgerRepository {
  constructor(private readonly database: Database) {}

  settledBetween(from: Date, to: Date): Promise<OurMovement[]> {
    return this.database.rows(statements.SETTLED_BETWEEN, [from, to]);
  }

  /** Whatever their time. */
  byStripeIds(stripeIds: readonly string[]): Promise<OurMovement[]> {
    return this.database.rows(statements.BY_STRIPE_IDS, [stripeIds]);
  }

  /** Jobs with money that moved since, and all that money is on its way for. */
  async movedSince(since: Date): Promise<string[]> {
    return (await this.database.rows(statements.MOVED_SINCE, [since])).map(({ jobId }) => jobId);
  }

  moneyOf(jobIds: readonly string[]): Promise<RowFrom<typeof statements.MONEY_OF>[]> {
    return this.database.rows(statements.MONEY_OF, [jobIds]);
  }

  takenFor(jobIds: readonly string[]): Promise<RowFrom<typeof statements.TAKEN_FOR>[]> {
    return this.database.rows(statements.TAKEN_FOR, [jobIds]);
  }

  returned(): Promise<RowFrom<typeof statements.RETURNED>[]> {
    return this.database.rows(statements.RETURNED);
  }

  /** @param from where the sum begins @param since from when on the movements are told one by one */
  async booksWithRecent(from: Date, since: Date): Promise<OurBooks> {
    const rows = await this.database.rows(statements.BOOKS, [from, since]);
    const recent = rows.flatMap(({ kind, stripeId, amountCents, feeCents }) =>
      kind && stripeId && amountCents !== null ? [{ kind, stripeId, amountCents, feeCents }] : [],
    );
    return { movedCents: rows[0]?.movedCents ?? 0, recent };
  }

  async movedCents(from: Date, to: Date): Promise<number> {
    return (await this.database.row(statements.MOVED_BETWEEN, [from, to]))?.cents ?? 0;
  }

  async feeUnknownSince(): Promise<Date | null> {
    return (await this.database.row(statements.FEE_UNKNOWN_SINCE))?.at ?? null;
  }

  carried(): Promise<Carried | null> {
    return this.database.row(statements.CARRIED);
  }

  async carry({ until, oursCents, besideJobsCents }: Carried, at: Date): Promise<void> {
    await this.database.run(statements.CARRY, [until, oursCents, besideJobsCents, at]);
  }

  async forgetCarried(): Promise<void> {
    await this.database.run(statements.FORGET_CARRIED);
  }

  /** Stripe may have booked a charge only after it answered; its fee is noted here then. */
  async noteFee(paymentId: string, feeCents: number): Promise<void> {
    await this.database.run(statements.NOTE_FEE, [paymentId, feeCents]);
  }
}
