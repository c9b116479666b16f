import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { CandidatesService } from '../candidates/candidates.service.js';
import { OfferWave, WAVE_ENDS } from '../offers/offer-wave.js';
import { OpenSearches, type OpenSearch } from './open-searches.js';
import { LAST_STEP, planWave, repeatAt, type Wave } from './wave-plan.js';

/** Offers an open job to guards, wave by wave, until one takes it. */
@Injectable()
export class Dispatch {
  constructor(
    private readonly searches: OpenSearches,
    private readonly candidates: CandidatesService,
    private readonly offerWave: OfferWave,
    private readonly platform: Platform,
  ) {}

  /** The next wave, if it is time for it: called at the end of one, and when its last guard has said no. */
  async advance(jobId: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const search = await this.searches.hold(jobId);
      if (search && isDue(search)) await this.ask(search);
    });
  }

  /** The next wave of a held search. Steps that find nobody are passed over at once, up to the last. */
  async ask(search: OpenSearch): Promise<void> {
    let { waves } = search;
    for (let step = (search.last?.step ?? 0) + 1; ; step++) {
      const wave = planWave(step, search, this.platform.config.rules);
      const asked = await this.askOnce(search, wave, ++waves);
      if (asked > 0 || wave.isLast) return;
    }
  }

  private async askOnce(search: OpenSearch, wave: Wave, number: number): Promise<number> {
    const { job, now } = search;
    const ranking = await this.candidates.rankFor(job, wave, wave.guards);
    const { ranked } = ranking;
    const nextAt = wave.isLast ? repeatAt(search, this.platform.config.rules) : wave.expiresAt;
    // A repetition that finds nobody new decides nothing: a job booked weeks ahead would fill the table with it.
    if (ranked.length === 0 && wave.isLast && search.last?.step === wave.step) {
      await this.platform.deadlines.set(WAVE_ENDS, job.id, nextAt);
      return 0;
    }
    const chosen = ranked.slice(0, wave.guards);
    const { step, guards: places, expiresAt } = wave;
    const plan = { step, places, expiresAt, nextAt, number, decidedAt: now };
    await this.offerWave.send({ job, ...plan, ...ranking, reason: 'wave', batchId: null, chosen });
    return chosen.length;
  }
}

/** Before the first wave; when the last one is over; and when all whom it asked have said no. */
const isDue = ({ last, now, hasLiveOffers }: OpenSearch): boolean =>
  last === null || now >= last.nextAt || (last.offered > 0 && !hasLiveOffers && last.step < LAST_STEP);
