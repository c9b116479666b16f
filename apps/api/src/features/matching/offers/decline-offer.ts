import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { matchingErrors } from '../matching.errors.js';
import { matchingEvents } from '../matching.events.js';
import { OffersRepository } from './offers.repository.js';

/** A guard does not want a job; they are not asked for it again. */
@Injectable()
export class DeclineOffer {
  constructor(
    private readonly offers: OffersRepository,
    private readonly platform: Platform,
  ) {}

  /** @throws 409 `offer_gone`; 404 for an offer made to somebody else. */
  async decline(caller: Caller, offerId: string): Promise<void> {
    const { clock, database, queue } = this.platform;
    const offer = await this.offers.ofGuard(offerId, caller.userId);
    if (!offer) throw httpErrors.problem('not_found');
    const { jobId } = offer;
    await database.transaction(async () => {
      const declined = await this.offers.answer(offerId, 'declined', clock.now());
      if (!declined) throw matchingErrors.problem('offer_gone');
      // The next wave does not wait for a minute that nobody uses. Not in here: it would lock the job after its offer.
      await queue.publish(matchingEvents['offer.declined'], { jobId });
    });
  }
}
