import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { type Demand, Demands } from '../eligibility/demand.js';
import { BestCandidates, type Ranking } from './best-candidates.js';
import { type CandidateRow, CandidatesRepository } from './candidates.repository.js';
import { Market } from './market.js';
import { rank, type Ranked } from './score.js';
import { Surroundings } from './surroundings.js';

const SHOWN = 50;

type ShownCandidate = Answer<typeof api.desk.job>['candidates'][number];

@Injectable()
export class CandidatesService {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: CandidatesRepository,
    private readonly best: BestCandidates,
    private readonly market: Market,
    private readonly surroundings: Surroundings,
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

  /** For administrators. */
  async rankedNow(job: JobRow): Promise<ShownCandidate[]> {
    return (await this.rankFor(job, {}, SHOWN)).ranked.map(shown);
  }

  /** The customer learns how far they are, roughly; who they are and what speaks for each, administrators alone. */
  async listFor(caller: Caller, jobId: string): Promise<Answer<typeof api.jobs.candidates>> {
    const job = await this.jobs.getFor(caller, jobId);
    if (caller.role === 'admin') return { items: await this.rankedNow(job), nextCursor: null };
    const neighbours = await this.surroundings.of(this.demands.of(job), SHOWN);
    return { items: neighbours.map(({ bandMeters }) => fitAt(bandMeters)), nextCursor: null };
  }

  countLiveOffers(): Promise<number> {
    return this.market.countLiveOffers();
  }
}

const fitAt = (bandMeters: number | null) => ({
  distanceMeters: bandMeters,
  ...{ guard: null, score: null, components: null },
});

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
