import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import type { Debts } from '../../jobs/debts.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { partsOf } from '../rows/amounts.js';
import { OwedRepository, type RefusedMoney } from './owed.repository.js';

/** A job that has ended, whose card has refused what is due. */
export interface Owed {
  jobId: string;
  owedCents: number;
  refusedAt: Date;
  /** A card is asked at this moment. */
  isAsked: boolean;
  guaranteedCents: number;
}

/** Guards look back so far at what they are owed: what was refused longer ago is guaranteed, collected or given up. */
const LOOKED_AT_JOBS = 200;

/** What customers owe, and what of it their guards wait for. */
@Injectable()
export class OwedMoney implements Debts {
  constructor(
    private readonly repository: OwedRepository,
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  async of(customerId: string): Promise<{ owedCents: number; jobId: string } | null> {
    const owed = (await this.ofCustomer(customerId)).filter(({ isAsked }) => !isAsked);
    const owedCents = owed.reduce((sum, each) => sum + each.owedCents, 0);
    const [oldest] = owed;
    return oldest && owedCents > this.platform.config.rules.DEBT_MOST_CENTS ? { owedCents, jobId: oldest.jobId } : null;
  }

  async ofCustomer(customerId: string): Promise<Owed[]> {
    return this.stillOwed(await this.repository.ofCustomer(customerId));
  }

  /** Null while nothing of it is owed. */
  async ofJob(jobId: string): Promise<Owed | null> {
    const [owed] = await this.stillOwed(await this.repository.ofJobs([jobId]));
    return owed ?? null;
  }

  async answerFor(customerId: string): Promise<Answer<typeof api.payments.owed>> {
    const owed = await this.ofCustomer(customerId);
    const titles = await this.jobs.titlesOf(owed.map(({ jobId }) => jobId));
    return {
      owedCents: owed.reduce((sum, each) => sum + each.owedCents, 0),
      items: owed.map(({ jobId, owedCents, refusedAt, isAsked }) => ({
        ...{ jobId, owedCents, refusedAt, isAsked },
        jobTitle: titles.get(jobId) ?? '',
      })),
      nextCursor: null,
    };
  }

  /** What a guard waits for because a customer's card has refused; their own part of it. */
  async waitedForBy(guardId: string): Promise<Answer<typeof api.guards.earnings>['owed']> {
    const done = await this.jobs.doneBy(guardId, LOOKED_AT_JOBS);
    const byId = new Map(done.map((job) => [job.id, job]));
    const owed = await this.stillOwed(await this.repository.ofJobs([...byId.keys()]));
    const { GUARANTEE_AFTER_HOURS, GUARANTEE_MOST_CENTS } = this.platform.config.rules;
    return owed.flatMap(({ jobId, owedCents, refusedAt, guaranteedCents }) => {
      const job = byId.get(jobId);
      if (!job) return [];
      const amountCents = partsOf(job, owedCents).guardPayoutCents;
      const guaranteedAt = shift(refusedAt, GUARANTEE_AFTER_HOURS * HOUR_MS);
      const isToBe = guaranteedCents === 0 && GUARANTEE_MOST_CENTS > 0;
      return [{ jobId, jobTitle: job.title, amountCents, guaranteedCents, guaranteedAt: isToBe ? guaranteedAt : null }];
    });
  }

  private async stillOwed(refused: readonly RefusedMoney[]): Promise<Owed[]> {
    if (refused.length === 0) return [];
    const ended = await this.jobs.endedAmong(refused.map(({ jobId }) => jobId));
    const byId = new Map(ended.map((job) => [job.id, job]));
    return refused.flatMap(({ jobId, takenCents, refusedAt, isUnderWay, guaranteedCents }) => {
      const job = byId.get(jobId);
      // A card that refused before the end has been given another chance since.
      if (!job?.endedAt || refusedAt < job.endedAt || job.dueAmountCents <= takenCents) return [];
      const owedCents = job.dueAmountCents - takenCents;
      return [{ jobId, owedCents, refusedAt, isAsked: isUnderWay, guaranteedCents }];
    });
  }
}
