import { Injectable } from '@nestjs/common';
import type { JobDraft } from '@aegis/contract';
import { breaks } from '../../platform/database/database-refusal.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../platform/clock/duration.js';
import type { Caller } from '../../platform/http/http-request.js';
import type { Price } from '../../platform/money/money.js';
import { Platform } from '../../platform/platform.js';
import { actorOf } from '../../platform/timeline/timeline.js';
import { Debts } from './debts.js';
import { ExactPlace } from './exact-place.js';
import { JobChanges } from './job-changes.js';
import type { JobRow, NewJob } from './job-rows.js';
import { jobErrors } from './jobs.errors.js';
import { JobsRepository } from './jobs.repository.js';
import { bookedPrice, leastPriceCents } from './pricing.js';

/** "Now" on the customer's phone may be a little before now on the server. */
const START_TOLERANCE_MS = 5 * MINUTE_MS;

@Injectable()
export class CreateJob {
  constructor(
    private readonly repository: JobsRepository,
    private readonly changes: JobChanges,
    private readonly places: ExactPlace,
    private readonly debts: Debts,
    private readonly platform: Platform,
  ) {}

  /** @param customerId whose job it is; another one's only for an administrator who books it for them */
  async create(caller: Caller, draft: JobDraft, customerId = caller.userId): Promise<JobRow> {
    const { clock, config, database, ids } = this.platform;
    this.refuseImpossibleTimes(draft);
    const price = this.agreedPrice(draft);
    await this.places.refuseVague(draft);
    await this.refuseDebtor(customerId);
    return database.transaction(async () => {
      if (caller.role !== 'admin') await this.refuseTooMany(customerId);
      const job = await this.insert({
        ...draft,
        ...price,
        siteRadiusMeters: draft.siteRadiusMeters ?? config.rules.GEOFENCE_METERS,
        id: ids.next(),
        customerId,
        requestedAt: clock.now(),
      });
      await this.changes.tell(job, {
        type: 'job.requested',
        actor: actorOf(caller),
        from: null,
        details: {},
      });
      return job;
    });
  }

  /** Administrators too: who books for a debtor has them pay first. @throws 409 `debt_unpaid` with how much and for which job */
  async refuseDebtor(customerId: string): Promise<void> {
    const debt = await this.debts.of(customerId);
    if (debt) throw jobErrors.problem('debt_unpaid', { facts: { ...debt } });
  }

  /** Each open job is shown to guards: somebody whom none has ever worked for does not fill the days of all of them. */
  private async refuseTooMany(customerId: string): Promise<void> {
    const most = this.platform.config.rules.NEW_CUSTOMER_OPEN_JOBS;
    const open = await this.repository.openOfNewcomer(customerId);
    if (open !== null && open >= most) throw jobErrors.problem('too_many_open_jobs', { facts: { most } });
  }

  /** @throws 422 `price_below_fees` with the least that can be booked */
  priceOf(draft: Pick<JobDraft, 'startTime' | 'endTime' | 'hourlyRateCents'>): Price {
    const price = bookedPrice(draft, this.platform.config.rules);
    this.refuseBelowFees(price);
    return price;
  }

  /** @throws 422 when the platform's part of the price is less than what the payment provider keeps of it. */
  refuseBelowFees({ totalAmountCents }: Price): void {
    const leastAmountCents = leastPriceCents(this.platform.config.rules);
    if (leastAmountCents !== null && totalAmountCents < leastAmountCents)
      throw jobErrors.problem('price_below_fees', { facts: { leastAmountCents } });
  }

  private agreedPrice(draft: JobDraft): Price {
    const price = this.priceOf(draft);
    this.refuseOtherPrice(price, draft.quotedAmountCents);
    return price;
  }

  /** @throws 409 `price_changed` with the price, when the customer was shown another */
  refuseOtherPrice({ totalAmountCents }: Pick<Price, 'totalAmountCents'>, shownCents: number | undefined): void {
    if (shownCents !== undefined && shownCents !== totalAmountCents)
      throw jobErrors.problem('price_changed', { facts: { totalAmountCents } });
  }

  /** Holds the customer, so that they are neither suspended nor leave before the job is there to be seen. */
  private async insert(job: NewJob): Promise<JobRow> {
    try {
      return await this.repository.insert(job);
    } catch (error) {
      if (breaks(error, 'jobs_customer_may_act')) throw jobErrors.problem('account_not_active');
      throw error;
    }
  }

  /** @throws 422 with the reason when no job of these times can be booked. */
  refuseImpossibleTimes({ startTime, endTime }: Pick<JobDraft, 'startTime' | 'endTime'>): void {
    const { BOOKING_AHEAD_MAX_DAYS } = this.platform.config.rules;
    const now = this.platform.clock.now().getTime();
    this.refuseImpossibleLength({ startTime, endTime });
    if (startTime.getTime() < now - START_TOLERANCE_MS) throw jobErrors.problem('start_in_past');
    if (startTime.getTime() > now + BOOKING_AHEAD_MAX_DAYS * DAY_MS) throw jobErrors.problem('start_too_far');
  }

  /** @throws 422 with the reason when no job is so short or so long, or nobody could do it alone. */
  refuseImpossibleLength({ startTime, endTime }: Pick<JobDraft, 'startTime' | 'endTime'>): void {
    const { JOB_MIN_HOURS, JOB_MAX_HOURS, DAY_WORK_MAX_HOURS } = this.platform.config.rules;
    const length = endTime.getTime() - startTime.getTime();
    if (length <= 0) throw jobErrors.problem('end_before_start');
    if (length < JOB_MIN_HOURS * HOUR_MS)
      throw jobErrors.problem('job_too_short', { facts: { minimumHours: JOB_MIN_HOURS } });
    if (length > JOB_MAX_HOURS * HOUR_MS)
      throw jobErrors.problem('job_too_long', { facts: { maximumHours: JOB_MAX_HOURS } });
    if (length > DAY_WORK_MAX_HOURS * HOUR_MS)
      throw jobErrors.problem('too_long_for_one_guard', { facts: { maximumHours: DAY_WORK_MAX_HOURS } });
  }
}
