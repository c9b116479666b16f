import { Injectable } from '@nestjs/common';
import { offers } from '../../../../database/tables.js';
import { instant, uuids } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { type LiveOffer, OfferBook } from '../../jobs/offer-book.js';
import { matchingEvents } from '../matching.events.js';
import { PausedSearchesRepository } from '../search/paused-searches.repository.js';
import { OffersRepository } from './offers.repository.js';

/** SKIP LOCKED: the caller holds a person, and whoever holds an offer may be waiting for them. Their acceptance will be refused. */
const LIVE_OF = statement({
  takes: [offers.guardId, instant],
  gives: { offerId: offers.id, jobId: offers.jobId },
  text: (row) => `
    SELECT ${row} FROM offers WHERE guard_id = $1 AND status = 'offered' AND expires_at > $2
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
});

const END = statement({
  takes: [uuids, instant],
  text: `UPDATE offers SET status = 'superseded', resolved_at = $2 WHERE id = ANY($1) AND status = 'offered'`,
});

@Injectable()
export class KeptOffers extends OfferBook {
  constructor(
    private readonly repository: OffersRepository,
    private readonly pauses: PausedSearchesRepository,
    private readonly platform: Platform,
  ) {
    super();
  }

  override giveBack(jobId: string): Promise<void> {
    return this.repository.giveBack(jobId, this.platform.clock.now());
  }

  override async endOfJob(jobId: string): Promise<void> {
    const ended = await this.repository.supersede(jobId, this.platform.clock.now());
    await this.tell(ended.map(({ guardId, offerId }) => ({ guardId, offerId, jobId })));
  }

  override async startAnew(jobId: string): Promise<void> {
    await this.endOfJob(jobId);
    await this.pauses.pause(jobId, this.platform.clock.now());
  }

  override liveOf(guardId: string): Promise<LiveOffer[]> {
    return this.platform.database.rows(LIVE_OF, [guardId, this.platform.clock.now()]);
  }

  override async end(guardId: string, ended: readonly LiveOffer[]): Promise<void> {
    if (ended.length === 0) return;
    await this.platform.database.run(END, [ended.map(({ offerId }) => offerId), this.platform.clock.now()]);
    await this.tell(ended.map((offer) => ({ guardId, ...offer })));
    // The next wave does not wait for an answer that cannot come.
    for (const { jobId } of ended) await this.platform.queue.publish(matchingEvents['offer.withdrawn'], { jobId });
  }

  /** To those who had them. */
  async tell(ended: readonly (LiveOffer & { guardId: string })[]): Promise<void> {
    const told = ended.map(({ guardId, offerId, jobId }) => ({ userId: guardId, details: { offerId, jobId } }));
    await this.platform.timeline.recordForPersons(told, { type: 'offer.gone', actor: SYSTEM });
  }
}
