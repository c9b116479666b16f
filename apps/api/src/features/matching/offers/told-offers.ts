import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { OffersRepository, type ToldOffer } from './offers.repository.js';

export type { ToldOffer } from './offers.repository.js';

/** What guards are told of their offers outside of the application, and that it reached them. */
@Injectable()
export class ToldOffers {
  constructor(
    private readonly offers: OffersRepository,
    private readonly platform: Platform,
  ) {}

  /** By id; distances are for nobody but the guard of the offer. */
  async of(offerIds: readonly string[]): Promise<Map<string, ToldOffer>> {
    if (offerIds.length === 0) return new Map();
    return new Map((await this.offers.told(offerIds)).map((offer) => [offer.id, offer]));
  }

  /** A device of the guard has displayed it: from now on it counts for them when it expires. */
  async seen(offerId: string): Promise<void> {
    await this.offers.markSeen([offerId], this.platform.clock.now());
  }
}
