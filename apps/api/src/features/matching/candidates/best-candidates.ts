import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { Demand } from '../eligibility/demand.js';
import { type CandidateRow, CandidatesRepository } from './candidates.repository.js';
import { rank, type Ranked, type ScoreTerms } from './score.js';
import { contestFor } from './threshold.js';

/** How many of the nearest are scored first, and how many of the best are kept. */
const POOL = 50;

/** Guards in their order, and what the order was measured by. */
export interface Ranking<C extends Ranked = Ranked<CandidateRow>> {
  ranked: C[];
  terms: ScoreTerms;
  /** So many of the nearest were looked at, where there are more who could come first; null: all who could were. */
  onlyNearest: number | null;
}

/** The best guards for a job: the same as of all in the radius, without scoring all of them (docs/decisions/0100). */
@Injectable()
export class BestCandidates {
  constructor(
    private readonly repository: CandidatesRepository,
    private readonly platform: Platform,
  ) {}

  /** The best `places` in their order; behind them others who were looked at, and are not all there are. */
  async find(demand: Demand, terms: ScoreTerms, places: number): Promise<Ranking> {
    const kept = Math.max(places, POOL);
    const nearest = await this.repository.nearest(demand, kept);
    const ranked = rank(nearest, terms);
    const contest = nearest.length < kept ? null : contestFor(places, ranked, terms);
    if (!contest) return { ranked, terms, onlyNearest: null };
    const limit = this.platform.config.rules.SEARCH_LOOKED_AT_LIMIT;
    const { rows, isCut } = await this.repository.contenders(demand, contest, limit);
    const all = new Map([...nearest, ...rows].map((row) => [row.guardId, row]));
    return { ranked: rank([...all.values()], terms).slice(0, kept), terms, onlyNearest: isCut ? limit : null };
  }
}
