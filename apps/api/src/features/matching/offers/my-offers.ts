import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { Platform } from '../../../platform/platform.js';
import { OffersRepository } from './offers.repository.js';

type ShownOffer = Answer<typeof api.offers.mine>['items'][number];

/** What a guard can accept now. Whoever is shown it here has seen it: an offer that expires unseen says nothing about them. */
@Injectable()
export class MyOffers {
  constructor(
    private readonly offers: OffersRepository,
    private readonly platform: Platform,
  ) {}

  /** The first to expire at the top. */
  async list(guardId: string): Promise<ShownOffer[]> {
    const now = this.platform.clock.now();
    const live = await this.offers.live(guardId, now);
    const unseen = live.flatMap(({ offerId, seenAt }) => (seenAt ? [] : [offerId]));
    if (unseen.length > 0) await this.offers.markSeen(unseen, now);
    return live.map(({ offerId, distanceMeters, payoutCents, expiresAt, seenAt: _, ...job }) => ({
      id: offerId,
      job,
      distanceMeters,
      payoutCents,
      expiresAt,
    }));
  }
}
