import { Injectable } from '@nestjs/common';
import type { Answer, api, Credit } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { actorOf } from '../../../platform/timeline/timeline.js';
import { UsersService } from '../../identity/users/users.service.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { OwedMoney } from '../owed/owed-money.js';
import { paymentEvents } from '../payments.events.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { type CreditRow, CreditsRepository } from './credits.repository.js';

/** More than a customer was ever given; the sum beside them is of all. */
const SHOWN = 200;

/** What customers are given for jobs to come. Which job uses how much of it is for the plan of money (use-credit.ts). */
@Injectable()
export class Credits {
  constructor(
    private readonly repository: CreditsRepository,
    private readonly users: UsersService,
    private readonly jobs: JobsService,
    private readonly owed: OwedMoney,
    private readonly platform: Platform,
  ) {}

  /**
   * @throws 404 for who is no customer (any more), and for a job that is not theirs; 422 `credit_too_large`
   */
  async give(
    caller: Caller,
    customerId: string,
    { amountCents, reason, jobId }: { amountCents: number; reason: string; jobId?: string | undefined },
  ): Promise<Credit> {
    const mostCents = this.platform.config.rules.CREDIT_MOST_CENTS;
    if (amountCents > mostCents) throw paymentErrors.problem('credit_too_large', { facts: { mostCents } });
    if ((await this.users.get(customerId)).role !== 'customer') throw httpErrors.problem('not_found');
    if (jobId && (await this.jobs.getFor(caller, jobId)).customerId !== customerId)
      throw httpErrors.problem('not_found');
    const { clock, database, ids, queue, timeline } = this.platform;
    const credit = {
      ...{ id: ids.next(), customerId, jobId: jobId ?? null, amountCents, reason },
      ...{ usedCents: 0, withdrawnCents: 0, givenBy: caller.userId, givenAt: clock.now() },
    };
    await database.transaction(async () => {
      await this.repository.add(credit);
      await timeline.record({
        ...{ subject: { userId: customerId }, type: 'user.credit_given', actor: actorOf(caller) },
        details: { amountCents, ...(jobId && { jobId }) },
      });
      // What a card has refused of ended jobs is paid with it at once.
      for (const owed of await this.owed.ofCustomer(customerId))
        await queue.publish(paymentEvents['money.due'], { jobId: owed.jobId });
    });
    return this.one(credit);
  }

  /** What was used stays used. @throws 404, 409 `no_credit_left` */
  async withdraw(caller: Caller, id: string, reason: string): Promise<Credit> {
    const { database, timeline } = this.platform;
    const withdrawn = await database.transaction(async () => {
      const credit = await this.repository.lock(id);
      if (!credit) throw httpErrors.problem('not_found');
      const amountCents = leftOf(credit);
      if (amountCents === 0) throw paymentErrors.problem('no_credit_left');
      await this.repository.withdraw(id, amountCents);
      await timeline.record({
        ...{ subject: { userId: credit.customerId }, type: 'user.credit_withdrawn', actor: actorOf(caller) },
        details: { amountCents, reason },
      });
      return { ...credit, withdrawnCents: credit.withdrawnCents + amountCents };
    });
    return this.one(withdrawn);
  }

  async ofCustomer(customerId: string): Promise<Answer<typeof api.credits.ofUser>> {
    const [rows, availableCents] = await this.read(customerId);
    return { availableCents, items: await this.named(rows), nextCursor: null };
  }

  /** As the customer sees it: why an administrator gave it is between administrators. */
  async mine(customerId: string): Promise<Answer<typeof api.payments.credit>> {
    const [rows, availableCents] = await this.read(customerId);
    const items = rows.map((row) => ({ amountCents: row.amountCents, leftCents: leftOf(row), givenAt: row.givenAt }));
    return { availableCents, items, nextCursor: null };
  }

  private read(customerId: string): Promise<[CreditRow[], number]> {
    return Promise.all([this.repository.ofCustomer(customerId, SHOWN), this.repository.availableCents(customerId)]);
  }

  private async one(row: CreditRow): Promise<Credit> {
    const [answer] = await this.named([row]);
    if (!answer) throw new Error('one row is one answer');
    return answer;
  }

  private async named(rows: readonly CreditRow[]): Promise<Credit[]> {
    const names = await this.users.known(rows.map(({ givenBy }) => givenBy));
    return rows.map(({ givenBy, ...row }) => ({
      ...row,
      leftCents: leftOf(row),
      givenByName: names.get(givenBy)?.name ?? '',
    }));
  }
}

/** What of a credit can still be used. */
export const leftOf = ({
  amountCents,
  usedCents,
  withdrawnCents,
}: Pick<CreditRow, 'amountCents' | 'usedCents' | 'withdrawnCents'>): number => amountCents - usedCents - withdrawnCents;
