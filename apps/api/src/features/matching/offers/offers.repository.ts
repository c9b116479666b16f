import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { Database } from '../../../platform/database/database.js';
import { positionOf } from '../../../platform/database/geography.js';
import type { OfferStatus } from './offers.states.js';
import type { Ranked } from '../candidates/score.js';

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

  /** One statement however many: the last wave of a search can ask two hundred. */
  async insert(offers: readonly NewOffer[]): Promise<void> {
    if (offers.length === 0) return;
    await this.database.run(
      {
        name: 'offers_insert',
        text: `INSERT INTO offers (id, job_id, guard_id, wave, distance_meters, score, components, payout_cents,
                 offered_at, expires_at)
               SELECT o."id", o."jobId", o."guardId", o."wave", o."distanceMeters", o."score", o."components",
                 o."payoutCents", o."offeredAt", o."expiresAt"
               FROM jsonb_to_recordset($1::jsonb) AS o("id" uuid, "jobId" uuid, "guardId" uuid, "wave" integer,
                 "distanceMeters" double precision, "score" double precision, "components" jsonb,
                 "payoutCents" integer, "offeredAt" timestamptz, "expiresAt" timestamptz)`,
      },
      [
        JSON.stringify(
          offers.map(({ candidate: { guardId, distanceMeters, score, components }, ...offer }) => ({
            ...offer,
            guardId,
            distanceMeters,
            score,
            components,
          })),
        ),
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
                 ${positionOf('j.location_coordinates')} AS location,
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

  /** offered -> superseded, for all offers of a job that are still open; whose they were. */
  supersede(jobId: string, now: Date): Promise<{ offerId: string; guardId: string }[]> {
    return this.database.query(
      {
        name: 'offers_supersede',
        text: `UPDATE offers SET status = 'superseded', resolved_at = $2 WHERE job_id = $1 AND status = 'offered'
               RETURNING id AS "offerId", guard_id AS "guardId"`,
      },
      [jobId, now],
    );
  }

  /** accepted -> given_back, when the guard has withdrawn. */
  async giveBack(jobId: string, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE offers SET status = 'given_back', resolved_at = $2 WHERE job_id = $1 AND status = 'accepted'`,
      [jobId, now],
    );
  }

  /** offered -> expired, where the time is up. */
  async closeExpired(jobId: string, now: Date): Promise<void> {
    await this.database.run(
      {
        name: 'offers_close_expired',
        text: `UPDATE offers SET status = 'expired', resolved_at = $2
               WHERE job_id = $1 AND status = 'offered' AND expires_at <= $2`,
      },
      [jobId, now],
    );
  }

  /** Whether somebody can accept; to be asked after `closeExpired`. */
  async hasLive(jobId: string): Promise<boolean> {
    const rows = await this.database.query(
      { name: 'offers_has_live', text: `SELECT 1 FROM offers WHERE job_id = $1 AND status = 'offered' LIMIT 1` },
      [jobId],
    );
    return rows.length > 0;
  }

  /** Of the market's latest offers: how many were answered or expired, and how many of those were taken. */
  async latestAnswers(): Promise<{ accepted: number; resolved: number }> {
    const [row] = await this.database.query<{ accepted: number; resolved: number }>(
      `SELECT count(*) FILTER (WHERE status IN ('accepted', 'given_back')) AS accepted, count(*) AS resolved
       FROM (SELECT status FROM offers ORDER BY id DESC LIMIT 5000) latest
       WHERE status IN ('accepted', 'given_back', 'declined', 'expired')`,
    );
    return row ?? { accepted: 0, resolved: 0 };
  }

  /** Open jobs near a guard that others were asked for already, the nearest first. */
  async openJobsNear(guardId: string, radiusMeters: number, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ jobId: string }>(
      {
        name: 'open_jobs_near_guard',
        text: `SELECT j.id AS "jobId"
               FROM guard_profiles g
               JOIN jobs j ON j.status = 'requested' AND ST_DWithin(j.location_coordinates, g.current_location, $2)
               WHERE g.user_id = $1
                 AND EXISTS (SELECT FROM match_decisions d WHERE d.job_id = j.id)
               ORDER BY ST_Distance(j.location_coordinates, g.current_location), j.id LIMIT $3`,
      },
      [guardId, radiusMeters, limit],
    );
    return rows.map((row) => row.jobId);
  }

  /** Every offer of a job there was. */
  asked(jobId: string): Promise<{ guardId: string; wave: number; offeredAt: Date; status: OfferStatus }[]> {
    return this.database.query(
      `SELECT guard_id AS "guardId", wave, offered_at AS "offeredAt", status FROM offers WHERE job_id = $1 ORDER BY id`,
      [jobId],
    );
  }

  /** As the customer sees guards. */
  async namesOf(guardIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; name: string }>(
      `SELECT id, first_name || ' ' || last_name AS name FROM users WHERE id = ANY($1)`,
      [guardIds],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async countLive(now: Date): Promise<number> {
    const [row] = await this.database.query<{ live: number }>(
      `SELECT count(*) AS live FROM offers WHERE status = 'offered' AND expires_at > $1`,
      [now],
    );
    return row?.live ?? 0;
  }
}
