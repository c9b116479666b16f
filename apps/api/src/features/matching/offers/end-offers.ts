import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { LiveOffers } from '../../jobs/editing/live-offers.js';
import { PausedSearchesRepository } from '../search/paused-searches.repository.js';
import { OffersRepository } from './offers.repository.js';

/** Ends the live offers of a job, and tells those who had them. */
@Injectable()
export class EndOffers extends LiveOffers {
  constructor(
    private readonly offers: OffersRepository,
    private readonly pauses: PausedSearchesRepository,
    private readonly platform: Platform,
  ) {
    super();
  }

  /** Somebody has taken the job, or it will not be done. */
  async ofJob(jobId: string): Promise<void> {
    const { clock, database, timeline } = this.platform;
    await database.transaction(async () => {
      const ended = await this.offers.supersede(jobId, clock.now());
      const told = ended.map(({ guardId, offerId }) => ({ userId: guardId, details: { offerId, jobId } }));
      await timeline.recordForPersons(told, { type: 'offer.gone', actor: SYSTEM });
    });
  }

  override async withdraw(jobId: string): Promise<void> {
    await this.ofJob(jobId);
    await this.pauses.pause(jobId, this.platform.clock.now());
  }
}
