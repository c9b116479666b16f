import { Injectable } from '@nestjs/common';
import type { Answer, api, JobDraft } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { roundCents } from '../../../platform/money/money.js';
import { Platform } from '../../../platform/platform.js';
import { CreateJob } from '../../jobs/create-job.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { bookedPrice } from '../../jobs/pricing.js';
import { type Demand, Demands } from '../eligibility/demand.js';
import { BestCandidates, type Ranking } from './best-candidates.js';
import { type CandidateRow, CandidatesRepository } from './candidates.repository.js';
import { Market } from './market.js';
import { rank, type Ranked } from './score.js';

/** How many a customer is shown, and by how many guards near by a rate is suggested. */
const SHOWN = 50;
/** A quote counts no further than this: "200 guards" and "2,000 guards" say the same to a customer. */
const QUOTE_COUNT_LIMIT = 200;
/** A rate no guard asks for: for questions that leave the price out. */
const ANY_RATE_CENTS = 2_000_000_000;

type ShownCandidate = Answer<typeof api.jobs.candidates>['items'][number];

@Injectable()
export class CandidatesService {
  constructor(
    private readonly jobs: JobsService,
    private readonly createJob: CreateJob,
    private readonly repository: CandidatesRepository,
    private readonly best: BestCandidates,
    private readonly market: Market,
    private readonly demands: Demands,
    private readonly platform: Platform,
  ) {}

  /** The best `places` of the eligible guards for a job, and others behind them; `wave`: in its radius. */
  async rankFor(
    job: JobRow,
    wave: Partial<Pick<Demand, 'radiusMeters' | 'askedSince'>>,
    places: number,
  ): Promise<Ranking> {
    const demand = this.demands.of(job, wave);
    return this.best.find(demand, await this.market.terms(demand.radiusMeters), places);
  }

  /** The same of one guard: nobody, or they alone. */
  async rankOne(guardId: string, job: JobRow, radiusMeters: number): Promise<Ranking> {
    const demand = this.demands.of(job, { radiusMeters, askedSince: this.platform.clock.now() });
    const terms = await this.market.terms(radiusMeters);
    return { terms, ranked: rank(await this.repository.only(guardId, demand), terms), onlyNearest: null };
  }

  async listFor(caller: Caller, jobId: string): Promise<Answer<typeof api.jobs.candidates>> {
    const { ranked } = await this.rankFor(await this.jobs.getFor(caller, jobId), {}, SHOWN);
    return { items: ranked.map(shown), nextCursor: null };
  }

  countLiveOffers(): Promise<number> {
    return this.market.countLiveOffers();
  }

  /** Price of a draft, how many guards it would reach now, and the rate half of the guards near by would take. */
  async quote(draft: JobDraft): Promise<Answer<typeof api.jobs.quote>> {
    this.createJob.refuseImpossibleTimes(draft);
    const demand = this.demands.of(draft);
    const eligible = await this.repository.nearest(demand, QUOTE_COUNT_LIMIT);
    const atAnyRate = await this.repository.nearest({ ...demand, payoutPerHourCents: ANY_RATE_CENTS }, SHOWN);
    return {
      ...bookedPrice(draft, this.platform.config.rules),
      suggestedHourlyRateCents: this.rateForHalf(atAnyRate.flatMap((guard) => guard.hourlyRateCents ?? [])),
      eligibleGuards: eligible.length,
      nearestMeters: eligible[0]?.distanceMeters ?? null,
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

/** Field by field: to copy the rest of 50 rows cost more than to score them (195 against 40 us an answer). */
const shown = (candidate: Ranked<CandidateRow>): ShownCandidate => ({
  guard: {
    userId: candidate.guardId,
    name: candidate.name,
    clearanceLevel: candidate.clearanceLevel,
    skills: candidate.skills,
    certifications: candidate.certifications,
    licenseState: candidate.licenseState,
    licenseVerified: true,
    averageRating: candidate.averageRating,
    totalJobsCompleted: candidate.totalJobsCompleted,
  },
  distanceMeters: candidate.distanceMeters,
  score: candidate.score,
  components: candidate.components,
});
