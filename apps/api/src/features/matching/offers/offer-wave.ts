import { Injectable } from '@nestjs/common';
import { travelSeconds } from '@aegis/contract';
import { Platform } from '../../../platform/platform.js';
import { deadlineKind } from '../../../platform/queue/deadline-kind.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import type { JobRow } from '../../jobs/jobs.service.js';
import { DecisionsRepository, type MatchReason } from '../explanation/decisions.repository.js';
import { type NewOffer, OffersRepository } from './offers.repository.js';
import { inputsOf, rankingText } from '../explanation/ranking.js';
import type { Ranked, ScoreTerms } from '../candidates/score.js';

/** The end of a wave, of an offer to a newcomer, or of the pause before everybody is asked again. */
export const WAVE_ENDS = deadlineKind('match.wave_ends');

export interface MadeDecision {
  job: JobRow;
  /** Counted over the whole life of the job. */
  number: number;
  /** Place in the plan. */
  step: number;
  reason: MatchReason;
  batchId: string | null;
  terms: ScoreTerms;
  onlyNearest: number | null;
  ranked: readonly Ranked[];
  /** Who is offered the job, of those ranked. */
  chosen: readonly Ranked[];
  places: number;
  decidedAt: Date;
  expiresAt: Date;
  nextAt: Date;
}

/** Writes a decision down with everything that follows from it: offers, timeline, and when to look again. */
@Injectable()
export class OfferWave {
  constructor(
    private readonly decisions: DecisionsRepository,
    private readonly offers: OffersRepository,
    private readonly platform: Platform,
  ) {}

  /** In the transaction that holds the job. */
  async send(made: MadeDecision): Promise<void> {
    const { job, chosen } = made;
    await this.decisions.insert({
      id: this.platform.ids.next(),
      jobId: job.id,
      batchId: made.batchId,
      wave: made.number,
      step: made.step,
      reason: made.reason,
      radiusMeters: made.terms.radiusMeters,
      inputs: inputsOf(made.ranked, made),
      ranking: rankingText(made.ranked),
      offered: chosen.length,
      decidedAt: made.decidedAt,
      nextAt: made.nextAt,
    });
    await this.offer(made);
    await this.platform.timeline.record({
      subject: { jobId: job.id },
      type: chosen.length > 0 ? 'offers.sent' : 'offers.nobody_found',
      actor: SYSTEM,
      details: { wave: made.number, guards: chosen.length, radiusMeters: made.terms.radiusMeters },
    });
  }

  private async offer({ job, number, chosen, decidedAt, expiresAt, nextAt }: MadeDecision): Promise<void> {
    const { config, deadlines, ids, timeline } = this.platform;
    const made = chosen.map((candidate) => ({
      id: ids.next(),
      jobId: job.id,
      wave: number,
      candidate,
      travelSeconds: travelSeconds(candidate.distanceMeters, { travelSpeedMps: config.rules.TRAVEL_SPEED_MPS }),
      payoutCents: job.guardPayoutCents,
      offeredAt: decidedAt,
      expiresAt,
    }));
    await this.offers.insert(made);
    await timeline.recordForPersons(made.map(toldToGuard), { type: 'offer.received', actor: SYSTEM });
    if (chosen.length > 0) await deadlines.set(WAVE_ENDS, job.id, expiresAt);
    if (nextAt.getTime() !== expiresAt.getTime()) await deadlines.set(WAVE_ENDS, job.id, nextAt);
  }
}

/** On the guard's own timeline and not the job's: whom else it was offered to is nobody's business. */
const toldToGuard = ({ id, jobId, candidate, expiresAt }: NewOffer) => ({
  userId: candidate.guardId,
  details: { offerId: id, jobId, expiresAt: expiresAt.toISOString() },
});
