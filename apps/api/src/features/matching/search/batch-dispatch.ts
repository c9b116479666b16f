import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { deadlineKind } from '../../../platform/queue/deadline-kind.js';
import { chooseTogether } from './assignment.js';
import type { Ranking } from '../candidates/best-candidates.js';
import { CandidatesService } from '../candidates/candidates.service.js';
import type { Ranked } from '../candidates/score.js';
import { matchingEvents } from '../matching.events.js';
import { Dispatch } from './dispatch.js';
import { OfferWave } from '../offers/offer-wave.js';
import { OpenSearches, type OpenSearch } from './open-searches.js';
import { planWave, type Wave } from './wave-plan.js';

/** The end of a window in which scheduled jobs have gathered. */
export const BATCH_CLOSES = deadlineKind('match.batch_closes');

/** A hundred jobs and their candidates are assigned in 50 ms. */
const BATCH_LIMIT = 100;

interface Asking extends Ranking {
  search: OpenSearch;
  wave: Wave;
}

/**
 * Scheduled jobs that wait at the same time get their first offers together (docs/decisions/0012). A job is held only while its
 * offers are written: who cancels one must not wait until guards for all of them have been ranked.
 */
@Injectable()
export class BatchDispatch {
  constructor(
    private readonly searches: OpenSearches,
    private readonly candidates: CandidatesService,
    private readonly dispatch: Dispatch,
    private readonly offerWave: OfferWave,
    private readonly platform: Platform,
  ) {}

  /** `jobId` and all whose window has closed as well; in the transaction of the deadline. */
  async close(jobId: string): Promise<void> {
    const { deadlines, queue } = this.platform;
    const others = await deadlines.takeDue(BATCH_CLOSES, BATCH_LIMIT - 1);
    await queue.publish(matchingEvents['batch.closed'], { jobIds: [...new Set([jobId, ...others])].sort().join(' ') });
  }

  /**
   * In the order of the keys, for which the choice is made. May be done again from the beginning: a job that has had its first
   * wave, or is no longer open, is left out.
   */
  async decide(jobIds: readonly string[]): Promise<void> {
    const asking: Asking[] = [];
    for (const jobId of jobIds) {
      const search = await this.searches.look(jobId);
      if (search && search.last === null) asking.push(await this.candidatesOf(search));
    }
    const together = asking.filter(({ ranked }) => ranked.length > 0);
    const batch = together.length > 1 ? together : [];
    // A job that waits alone, or finds nobody, asks as if there were no other.
    for (const one of asking.filter((each) => !batch.includes(each))) await this.dispatch.advance(one.search.job.id);
    await this.assign(batch);
  }

  private async candidatesOf(search: OpenSearch): Promise<Asking> {
    const wave = planWave(1, search, this.platform.config.rules);
    return { search, wave, ...(await this.candidates.rankFor(search.job, wave, wave.guards)) };
  }

  private async assign(batch: readonly Asking[]): Promise<void> {
    const chosen = chooseTogether(
      batch.map(({ search, wave, ranked }) => ({ jobId: search.job.id, candidates: ranked, places: wave.guards })),
    );
    const batchId = this.platform.ids.next();
    for (const asking of batch) {
      const { id } = asking.search.job;
      await this.platform.database.transaction(() => this.send(asking, batchId, chosen.get(id) ?? []));
    }
  }

  private async send(asking: Asking, batchId: string, chosen: readonly Ranked[]): Promise<void> {
    const search = await this.searches.hold(asking.search.job.id);
    if (search?.last !== null) return;
    const { ranked, terms, onlyNearest } = asking;
    const { step, guards: places, expiresAt } = planWave(1, search, this.platform.config.rules);
    await this.offerWave.send({
      job: search.job,
      number: search.waves + 1,
      step,
      reason: 'batch',
      batchId,
      terms,
      onlyNearest,
      ranked,
      chosen,
      places,
      decidedAt: search.now,
      expiresAt,
      nextAt: expiresAt,
    });
  }
}
