import { Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { scoreWeightsOf } from '../../../platform/config/market-rules.js';
import { Platform } from '../../../platform/platform.js';
import { OffersRepository } from '../offers/offers.repository.js';
import type { ScoreTerms } from './score.js';

/** The average changes slowly; counting it for every search would cost more than the search. */
const AVERAGE_STANDS_MS = 5 * MINUTE_MS;
/** A market with fewer answers than this has no average yet; until then most offers are assumed to be taken. */
const ANSWERS_NEEDED = 50;
const ACCEPTANCE_OF_A_NEW_MARKET = 0.8;

/** What all guards are measured by. */
@Injectable()
export class Market {
  private average: { value: number; at: number } | undefined;

  constructor(
    private readonly offers: OffersRepository,
    private readonly platform: Platform,
  ) {}

  async terms(radiusMeters: number): Promise<ScoreTerms> {
    const { rules } = this.platform.config;
    return {
      radiusMeters,
      weights: scoreWeightsOf(rules),
      marketAcceptance: await this.acceptance(),
      ratingsNeeded: rules.SCORE_RATINGS_NEEDED,
      offersNeeded: rules.SCORE_OFFERS_NEEDED,
      tiePoints: rules.SCORE_TIE_POINTS,
    };
  }

  countLiveOffers(): Promise<number> {
    return this.offers.countLive(this.platform.clock.now());
  }

  /** Share of offers taken of those answered, or seen and expired, over the market's last thousands. */
  private async acceptance(): Promise<number> {
    const now = this.platform.clock.now().getTime();
    if (!this.average || Math.abs(now - this.average.at) >= AVERAGE_STANDS_MS) {
      const { accepted, resolved } = await this.offers.latestAnswers();
      const value = resolved < ANSWERS_NEEDED ? ACCEPTANCE_OF_A_NEW_MARKET : accepted / resolved;
      this.average = { value, at: now };
    }
    return this.average.value;
  }
}
