import { Injectable } from '@nestjs/common';
import type { Answer, api, JobDraft } from '@aegis/contract';
import { roundCents } from '../../../platform/money/money.js';
import { Platform } from '../../../platform/platform.js';
import { CreateJob } from '../../jobs/create-job.js';
import { Demands } from '../eligibility/demand.js';
import { Surroundings } from './surroundings.js';

/** By so many guards near by a rate is suggested. */
const ASKED_FOR_RATE = 50;
/** A quote counts no further than this: "200 guards" and "2,000 guards" say the same to a customer. */
const COUNT_LIMIT = 200;
/** A rate no guard asks for: for questions that leave the price out. */
const ANY_RATE_CENTS = 2_000_000_000;

/** What a customer can know before booking. */
@Injectable()
export class Quotes {
  constructor(
    private readonly createJob: CreateJob,
    private readonly surroundings: Surroundings,
    private readonly demands: Demands,
    private readonly platform: Platform,
  ) {}

  /** Price of a draft, how many guards it would reach now, and the rate half of the guards near by would take. */
  async quote(draft: JobDraft): Promise<Answer<typeof api.jobs.quote>> {
    this.createJob.refuseImpossibleTimes(draft);
    const price = this.createJob.priceOf(draft);
    const demand = this.demands.of(draft);
    const fits = await this.surroundings.of(demand, COUNT_LIMIT);
    const atAnyRate = await this.surroundings.of({ ...demand, payoutPerHourCents: ANY_RATE_CENTS }, ASKED_FOR_RATE);
    return {
      ...price,
      suggestedHourlyRateCents: this.rateForHalf(atAnyRate.flatMap(({ hourlyRateCents }) => hourlyRateCents ?? [])),
      eligibleGuards: fits.length,
      nearestMeters: fits[0]?.bandMeters ?? null,
    };
  }

  /** The customer's rate whose payout is the median of the guards' own rates, rounded up to a whole dollar. */
  private rateForHalf(guardRates: number[]): number | null {
    const median = guardRates.sort((a, b) => a - b)[Math.floor((guardRates.length - 1) / 2)];
    if (median === undefined) return null;
    const share = 100 - this.platform.config.rules.PLATFORM_FEE_PERCENT;
    return Math.ceil(roundCents(median * 100, share) / 100) * 100;
  }
}
