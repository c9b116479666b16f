import { Injectable } from '@nestjs/common';
import { type Answer, type api } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { AskCardAgain } from '../charges/ask-card-again.js';
import { CarryOn } from '../flow/carry-on.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { OwedMoney } from './owed-money.js';

/** A customer pays what their card has refused: it is asked at once, and what it said is the answer. */
@Injectable()
export class PayOwed {
  constructor(
    private readonly jobs: JobsService,
    private readonly card: AskCardAgain,
    private readonly money: CarryOn,
    private readonly owed: OwedMoney,
  ) {}

  /**
   * Outside of a transaction.
   * @throws 409 `nothing_refused`, `owed_changed` when they were shown another sum; 404 for everybody but the customer of the job.
   */
  async pay(
    caller: Caller,
    jobId: string,
    shownOwedCents: number | undefined,
  ): Promise<Answer<typeof api.payments.payOwed>> {
    await this.jobs.getFor(caller, jobId);
    await this.card.ask(jobId, () => this.refuseOtherSum(jobId, shownOwedCents));
    await this.money.carryOn(jobId);
    const left = await this.owed.ofJob(jobId);
    return { owedCents: left?.owedCents ?? 0, isAsked: left?.isAsked ?? false };
  }

  private async refuseOtherSum(jobId: string, shownOwedCents: number | undefined): Promise<void> {
    if (shownOwedCents === undefined) return;
    const owedCents = (await this.owed.ofJob(jobId))?.owedCents ?? 0;
    if (owedCents !== shownOwedCents) throw paymentErrors.problem('owed_changed', { facts: { owedCents } });
  }
}
