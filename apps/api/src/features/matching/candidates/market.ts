import { Injectable } from '@nestjs/common';
import type { ScoreComponents } from '@aegis/contract';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
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
    return { radiusMeters, weights: this.weights(), marketAcceptance: await this.acceptance() };
  }

  countLiveOffers(): Promise<number> {
    return this.offers.countLive(this.platform.clock.now());
  }

  private weights(): ScoreComponents {
    const { rules } = this.platform.config;
    const shares = {
      proximity: rules.SCORE_PROXIMITY_WEIGHT,
      skills: rules.SCORE_SKILLS_WEIGHT,
      rating: rules.SCORE_RATING_WEIGHT,
      acceptance: rules.SCORE_ACCEPTANCE_WEIGHT,
      fairness: rules.SCORE_FAIRNESS_WEIGHT,
    };
    const sum = Object.values(shares).reduce((total, share) => total + share, 0);
    const share = (part: keyof ScoreComponents): number => shares[part] / sum;
    return {
      proximity: share('proximity'),
      skills: share('skills'),
      rating: share('rating'),
      acceptance: share('acceptance'),
      fairness: share('fairness'),
    };
  }

  /** Share of offers taken of those answered or expired, over the market's last thousands. */
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
