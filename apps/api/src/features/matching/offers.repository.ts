import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { Database } from '../../platform/database/database.js';
import type { OfferStatus } from './offers.states.js';
import type { Ranked } from './score.js';

export type ShownOffer = Answer<typeof api.offers.mine>['items'][number];

type OfferRow = ShownOffer['job'] & Omit<ShownOffer, 'id' | 'job'> & { offerId: string };

export interface NewOffer {
  id: string;
  jobId: string;
  wave: number;
  candidate: Ranked;
  payoutCents: number;
  offeredAt: Date;
  expiresAt: Date;
}

@Injectable()
export class OffersRepository {
  constructor(private readonly database: Database) {}

  async insert(offer: NewOffer): Promise<void> {
    await this.database.run(
      {
        name: 'offer_insert',
        text: `INSERT INTO offers (id, job_id, guard_id, wave, distance_meters, score, components, payout_cents,
                 offered_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      },
      [
        offer.id,
        offer.jobId,
        offer.candidate.guardId,
        offer.wave,
        offer.candidate.distanceMeters,
        offer.candidate.score,
        JSON.stringify(offer.candidate.components),
        offer.payoutCents,
        offer.offeredAt,
        offer.expiresAt,
      ],
    );
  }

  /** Offers that a guard can accept now, the first to expire at the top. */
  async live(guardId: string, now: Date): Promise<ShownOffer[]> {
    const rows = await this.database.query<OfferRow>(
      {
        name: 'offers_live',
        text: `SELECT o.id AS "offerId", o.distance_meters AS "distanceMeters", o.payout_cents AS "payoutCents",
                 o.expires_at AS "expiresAt", j.id, j.title, j.description, j.job_type AS "jobType",
                 j.location_address AS "locationAddress",
                 json_build_object('lat', ST_Y(j.location_coordinates::geometry),
                                   'lng', ST_X(j.location_coordinates::geometry)) AS location,
                 j.start_time AS "startTime", j.end_time AS "endTime", j.duration_hours AS "durationHours",
                 j.required_clearance_level AS "requiredClearanceLevel", j.required_skills AS "requiredSkills",
                 j.special_requirements AS "specialRequirements"
               FROM offers o JOIN jobs j ON j.id = o.job_id
               WHERE o.guard_id = $1 AND o.status = 'offered' AND o.expires_at > $2 AND j.status = 'requested'
               ORDER BY o.expires_at`,
      },
      [guardId, now],
    );
    return rows.map(({ offerId, distanceMeters, payoutCents, expiresAt, ...job }) => ({
      id: offerId,
      job,
      distanceMeters,
      payoutCents,
      expiresAt,
    }));
  }

  /** The job of an offer made to this guard; null when there is none. */
  async jobOf(offerId: string, guardId: string): Promise<string | null> {
    const [row] = await this.database.query<{ jobId: string }>(
      { name: 'offer_job', text: `SELECT job_id AS "jobId" FROM offers WHERE id = $1 AND guard_id = $2` },
      [offerId, guardId],
    );
    return row?.jobId ?? null;
  }

  /** offered -> accepted or declined, while it is live. */
  async answer(offerId: string, answer: 'accepted' | 'declined', now: Date): Promise<boolean> {
    const answered = await this.database.run(
      {
        name: 'offer_answer',
        text: `UPDATE offers SET status = $2, resolved_at = $3
               WHERE id = $1 AND status = 'offered' AND expires_at > $3`,
      },
      [offerId, answer, now],
    );
    return answered === 1;
  }

  /** offered -> `to`, for all offers of a job that are still open. */
  async closeOpen(jobId: string, to: Extract<OfferStatus, 'superseded' | 'expired'>, now: Date): Promise<number> {
    return this.database.run(
      {
        name: 'offers_close_open',
        text: `UPDATE offers SET status = $2, resolved_at = $3 WHERE job_id = $1 AND status = 'offered'`,
      },
      [jobId, to, now],
    );
  }

  /** accepted -> given_back, when the guard has withdrawn. */
  async giveBack(jobId: string, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE offers SET status = 'given_back', resolved_at = $2 WHERE job_id = $1 AND status = 'accepted'`,
      [jobId, now],
    );
  }

  /** How many waves a job has had, and whether one of its offers can still be accepted. */
  async progress(jobId: string, now: Date): Promise<{ waves: number; hasLive: boolean }> {
    const [row] = await this.database.query<{ waves: number; hasLive: boolean }>(
      `SELECT COALESCE(max(wave), 0) AS waves,
              COALESCE(bool_or(status = 'offered' AND expires_at > $2), false) AS "hasLive"
       FROM offers WHERE job_id = $1`,
      [jobId, now],
    );
    return row ?? { waves: 0, hasLive: false };
  }

  async countLive(now: Date): Promise<number> {
    const [row] = await this.database.query<{ live: number }>(
      `SELECT count(*) AS live FROM offers WHERE status = 'offered' AND expires_at > $1`,
      [now],
    );
    return row?.live ?? 0;
  }
}
