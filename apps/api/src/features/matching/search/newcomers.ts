import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { CandidatesService } from '../candidates/candidates.service.js';
import { OfferWave } from '../offers/offer-wave.js';
import { OffersRepository } from '../offers/offers.repository.js';
import { OpenSearches } from './open-searches.js';
import { planWave } from './wave-plan.js';

/** Nobody reads more offers than this at once; the nearest come first. */
const OPEN_JOBS_LIMIT = 20;

/** A guard who comes on duty is offered the jobs near them that are still open, without waiting for their next wave. */
@Injectable()
export class Newcomers {
  constructor(
    private readonly searches: OpenSearches,
    private readonly candidates: CandidatesService,
    private readonly offers: OffersRepository,
    private readonly offerWave: OfferWave,
    private readonly platform: Platform,
  ) {}

  async welcome(guardId: string): Promise<void> {
    const { SEARCH_RADIUS_WIDEST_METERS } = this.platform.config.rules;
    for (const jobId of await this.offers.openJobsNear(guardId, SEARCH_RADIUS_WIDEST_METERS, OPEN_JOBS_LIMIT))
      await this.platform.database.transaction(() => this.offer(guardId, jobId));
  }

  /** In the radius the search has come to, for as long as its waves last. A job that nobody was asked for yet finds them by itself. */
  private async offer(guardId: string, jobId: string): Promise<void> {
    const search = await this.searches.hold(jobId);
    if (!search?.last) return;
    const { job, last, now, waves } = search;
    const ranking = await this.candidates.rankOne(guardId, job, last.radiusMeters);
    if (ranking.ranked.length === 0) return;
    const { expiresAt } = planWave(last.step, search, this.platform.config.rules);
    const plan = { number: waves, step: last.step, places: 1, decidedAt: now, expiresAt, nextAt: expiresAt };
    const chosen = ranking.ranked;
    await this.offerWave.send({ job, ...plan, ...ranking, reason: 'came_on_duty', batchId: null, chosen });
  }
}
