import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/access.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { EventQueue } from '../../../platform/queue/event-queue.js';
import { matchingErrors } from '../matching.errors.js';
import { matchingEvents } from '../matching.events.js';
import { OffersRepository } from './offers.repository.js';

/** A guard does not want a job; they are not asked for it again. */
@Injectable()
export class DeclineOffer {
  constructor(
    private readonly offers: OffersRepository,
    private readonly queue: EventQueue,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws 409 `offer_gone`; 404 for an offer made to somebody else. */
  async decline(caller: Caller, offerId: string): Promise<void> {
    const jobId = await this.offers.jobOf(offerId, caller.userId);
    if (!jobId) throw httpErrors.problem('not_found');
    await this.database.transaction(async () => {
      const declined = await this.offers.answer(offerId, 'declined', this.clock.now());
      if (!declined) throw matchingErrors.problem('offer_gone');
      // The next wave does not wait for a minute that nobody uses. Not in here: it would lock the job after its offer.
      await this.queue.publish(matchingEvents['offer.declined'], { jobId });
    });
  }
}
