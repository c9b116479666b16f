import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { deadlineKind } from '../../../platform/queue/deadline-kind.js';
import { chooseTogether } from './assignment.js';
import { CandidatesService, type Ranking } from '../candidates/candidates.service.js';
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

/** Scheduled jobs that wait at the same time get their first offers together (docs/decisions/0012). */
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
    const others = await this.platform.deadlines.takeDue(BATCH_CLOSES, BATCH_LIMIT - 1);
    const asking: Asking[] = [];
    // In the order of their keys: two batches that share a job would lock each other out.
    for (const waiting of [...new Set([jobId, ...others])].sort()) {
      const search = await this.searches.hold(waiting);
      if (search && search.last === null) asking.push(await this.candidatesOf(search));
    }
    await this.assign(asking);
  }

  private async candidatesOf(search: OpenSearch): Promise<Asking> {
    const wave = planWave(1, search, this.platform.config.rules);
    return { search, wave, ...(await this.candidates.rankFor(search.job, wave)) };
  }

  /** A job that waits alone, or finds nobody, asks as if there were no other. */
  private async assign(asking: readonly Asking[]): Promise<void> {
    const together = asking.filter(({ ranked }) => ranked.length > 0);
    const batch = together.length > 1 ? together : [];
    for (const { search } of asking.filter((one) => !batch.includes(one))) await this.dispatch.ask(search);
    const chosen = chooseTogether(
      batch.map(({ search, wave, ranked }) => ({ jobId: search.job.id, candidates: ranked, places: wave.guards })),
    );
    const batchId = this.platform.ids.next();
    for (const { search, wave, ranked, terms } of batch)
      await this.offerWave.send({
        job: search.job,
        number: search.waves + 1,
        step: wave.step,
        reason: 'batch',
        batchId,
        terms,
        ranked,
        chosen: chosen.get(search.job.id) ?? [],
        places: wave.guards,
        decidedAt: search.now,
        expiresAt: wave.expiresAt,
        nextAt: wave.expiresAt,
      });
  }
}
