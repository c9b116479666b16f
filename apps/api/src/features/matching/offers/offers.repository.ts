import { Injectable } from '@nestjs/common';
import { jobs, offers, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { position } from '../../../platform/database/geography.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import {
  bigint,
  boolean,
  double,
  instant,
  integer,
  jsonText,
  text,
  uuids,
} from '../../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import { fullNameSql } from '../../identity/users/full-name.js';
import type { OfferStatus } from './offers.states.js';
import { REACHED } from './reached.js';
import type { Ranked } from '../candidates/score.js';

export type LiveOffer = RowFrom<typeof LIVE>;

export interface NewOffer {
  id: string;
  jobId: string;
  wave: number;
  candidate: Ranked;
  /** From where they are, or their base, to the site. */
  travelSeconds: number;
  payoutCents: number;
  offeredAt: Date;
  expiresAt: Date;
}

const j = aliased(jobs, 'j');
const o = aliased(offers, 'o');

const INSERT = statement({
  name: 'offers_insert',
  takes: [jsonText],
  text: `
    INSERT INTO offers (id, job_id, guard_id, wave, distance_meters, travel_seconds, score, components, payout_cents,
      offered_at, expires_at)
    SELECT o."id", o."jobId", o."guardId", o."wave", o."distanceMeters", o."travelSeconds", o."score", o."components",
      o."payoutCents", o."offeredAt", o."expiresAt"
    FROM jsonb_to_recordset($1::jsonb) AS o("id" uuid, "jobId" uuid, "guardId" uuid, "wave" integer,
      "distanceMeters" double precision, "travelSeconds" integer, "score" double precision, "components" jsonb, "payoutCents" integer,
      "offeredAt" timestamptz, "expiresAt" timestamptz)`,
});

const LIVE = statement({
  name: 'offers_live',
  takes: [offers.guardId, instant],
  gives: {
    offerId: o.id,
    ...pick(o, 'distanceMeters', 'payoutCents', 'expiresAt', 'seenAt'),
    ...pick(j, 'id', 'title', 'description', 'jobType', 'locationAddress'),
    location: position(j.locationCoordinates),
    ...pick(j, 'startTime', 'endTime', 'durationHours', 'requiredClearanceLevel', 'requiredSkills'),
    specialRequirements: j.specialRequirements,
  },
  text: (row) => `
    SELECT ${row} FROM offers o JOIN jobs j ON j.id = o.job_id
    WHERE o.guard_id = $1 AND o.status = 'offered' AND o.expires_at > $2 AND j.status = 'requested' AND j.end_time > $2
    ORDER BY o.expires_at`,
});

const TOLD = statement({
  name: 'offers_told',
  takes: [uuids],
  gives: {
    ...pick(o, 'id', 'guardId', 'status', 'distanceMeters', 'payoutCents', 'expiresAt'),
    ...pick(j, 'title', 'startTime', 'endTime'),
    location: position(j.locationCoordinates),
  },
  text: (row) => `SELECT ${row} FROM offers o JOIN jobs j ON j.id = o.job_id WHERE o.id = ANY ($1)`,
});
export type ToldOffer = RowFrom<typeof TOLD>;

const MARK_SEEN = statement({
  name: 'offers_mark_seen',
  takes: [uuids, offers.seenAt],
  text: `UPDATE offers SET seen_at = GREATEST($2, offered_at) WHERE id = ANY($1) AND seen_at IS NULL`,
});

const WITHDRAW = statement({
  name: 'offers_withdraw',
  takes: [offers.jobId, uuids, instant],
  gives: { offerId: offers.id, guardId: offers.guardId },
  text: (row) => `
    UPDATE offers SET status = 'superseded', resolved_at = $3
    WHERE job_id = $1 AND guard_id = ANY($2) AND status = 'offered' RETURNING ${row}`,
});

const JOBS_OFFERED_TO = statement({
  name: 'jobs_offered_to_guard',
  takes: [offers.guardId, instant],
  gives: pick(offers, 'jobId'),
  text: (row) => `
    SELECT ${row} FROM offers WHERE guard_id = $1 AND status = 'offered' AND expires_at > $2 ORDER BY job_id`,
});

const JOB_OF = statement({
  name: 'offer_job',
  takes: [offers.id, offers.guardId],
  gives: pick(offers, 'jobId', 'travelSeconds'),
  text: (row) => `SELECT ${row} FROM offers WHERE id = $1 AND guard_id = $2`,
});

const ANSWER = statement({
  name: 'offer_answer',
  takes: [offers.id, offers.status, instant],
  text: `UPDATE offers SET status = $2, resolved_at = $3 WHERE id = $1 AND status = 'offered' AND expires_at > $3`,
});

const SUPERSEDE = statement({
  name: 'offers_supersede',
  takes: [offers.jobId, instant],
  gives: { offerId: offers.id, guardId: offers.guardId },
  text: (row) => `
    UPDATE offers SET status = 'superseded', resolved_at = $2 WHERE job_id = $1 AND status = 'offered'
    RETURNING ${row}`,
});

const GIVE_BACK = statement({
  takes: [offers.jobId, instant],
  text: `UPDATE offers SET status = 'given_back', resolved_at = $2 WHERE job_id = $1 AND status = 'accepted'`,
});

const BRING_UP_TO_DATE = statement({
  name: 'offers_bring_up_to_date',
  takes: [offers.jobId, instant],
  gives: {
    hasLive: boolean(`EXISTS (SELECT FROM offers WHERE job_id = $1 AND status = 'offered' AND expires_at > $2)`),
  },
  text: (row) => `
    WITH ended AS (
      UPDATE offers SET status = 'expired', resolved_at = $2
      WHERE job_id = $1 AND status = 'offered' AND expires_at <= $2)
    SELECT ${row}`,
});

const HAS_LIVE = statement({
  name: 'offers_has_live',
  takes: [offers.jobId, instant],
  gives: { id: offers.id },
  text: (row) => `
    SELECT ${row} FROM offers WHERE job_id = $1 AND status = 'offered' AND expires_at > $2 LIMIT 1`,
});

const LATEST_ANSWERS = statement({
  gives: {
    accepted: bigint(`count(*) FILTER (WHERE status IN ('accepted', 'given_back'))`),
    resolved: bigint('count(*)'),
  },
  text: (row) => `
    SELECT ${row} FROM (SELECT status, seen_at FROM offers ORDER BY id DESC LIMIT 5000) latest WHERE ${REACHED}`,
});

/**
 * As many of those whose search nobody has begun as far as can be seen: one that is under way at this moment is seen when it is over,
 * and may have looked before the guard was there.
 */
const OPEN_JOBS_NEAR = statement({
  name: 'open_jobs_near_guard',
  takes: [offers.guardId, double, integer],
  gives: { jobId: j.id },
  text: (row) => `
    SELECT ${row} FROM (
      SELECT near.*, row_number() OVER (PARTITION BY is_asked ORDER BY meters, id) AS place FROM (
        SELECT open.id, ST_Distance(open.location_coordinates, g.current_location) AS meters,
          EXISTS (SELECT FROM match_decisions d WHERE d.job_id = open.id) AS is_asked
        FROM guard_profiles g
        JOIN jobs open ON open.status = 'requested' AND ST_DWithin(open.location_coordinates, g.current_location, $2)
        WHERE g.user_id = $1 AND g.availability_status = 'available') near) j
    WHERE place <= $3 ORDER BY meters, j.id`,
});

const ASKED = statement({
  takes: [offers.jobId],
  gives: pick(offers, 'guardId', 'wave', 'offeredAt', 'status'),
  text: (row) => `SELECT ${row} FROM offers WHERE job_id = $1 ORDER BY id`,
});

const NAMES = statement({
  takes: [uuids],
  gives: { id: users.id, name: text(fullNameSql('users')) },
  text: (row) => `SELECT ${row} FROM users WHERE id = ANY($1)`,
});

const COUNT_LIVE = statement({
  takes: [instant],
  gives: { live: bigint('count(*)') },
  text: (row) => `SELECT ${row} FROM offers WHERE status = 'offered' AND expires_at > $1`,
});

@Injectable()
export class OffersRepository {
  constructor(private readonly database: Database) {}

  /** One statement however many: the last wave of a search can ask two hundred. */
  async insert(offers: readonly NewOffer[]): Promise<void> {
    if (offers.length === 0) return;
    await this.database.run(INSERT, [
      JSON.stringify(
        offers.map(({ candidate: { guardId, distanceMeters, score, components }, ...offer }) => ({
          ...offer,
          guardId,
          distanceMeters,
          score,
          components,
        })),
      ),
    ]);
  }

  /** Offers that a guard can accept now, the first to expire at the top. */
  live(guardId: string, now: Date): Promise<LiveOffer[]> {
    return this.database.rows(LIVE, [guardId, now]);
  }

  /** What of these exists, in no order. */
  told(offerIds: readonly string[]): Promise<ToldOffer[]> {
    return this.database.rows(TOLD, [offerIds]);
  }

  async markSeen(offerIds: readonly string[], at: Date): Promise<void> {
    await this.database.run(MARK_SEEN, [offerIds, at]);
  }

  /** Jobs that a guard could accept now, in the order in which they are locked. */
  async jobsOfferedTo(guardId: string, now: Date): Promise<string[]> {
    return (await this.database.rows(JOBS_OFFERED_TO, [guardId, now])).map(({ jobId }) => jobId);
  }

  /** offered -> superseded, for the offers of a job to these guards; which they were. */
  withdraw(jobId: string, guardIds: readonly string[], now: Date): Promise<{ offerId: string; guardId: string }[]> {
    return this.database.rows(WITHDRAW, [jobId, guardIds, now]);
  }

  /**
   * The job of an offer made to this guard, and how long they were expected to be on the way, in seconds (null: not known).
   * Null when there is no such offer.
   */
  ofGuard(offerId: string, guardId: string): Promise<{ jobId: string; travelSeconds: number | null } | null> {
    return this.database.row(JOB_OF, [offerId, guardId]);
  }

  /** offered -> accepted or declined, while it is live. */
  async answer(offerId: string, answer: 'accepted' | 'declined', now: Date): Promise<boolean> {
    return (await this.database.run(ANSWER, [offerId, answer, now])) === 1;
  }

  /** offered -> superseded, for all offers of a job that are still open; whose they were. */
  supersede(jobId: string, now: Date): Promise<{ offerId: string; guardId: string }[]> {
    return this.database.rows(SUPERSEDE, [jobId, now]);
  }

  /** accepted -> given_back, when the guard has the job no longer: they are not asked for it again. */
  async giveBack(jobId: string, now: Date): Promise<void> {
    await this.database.run(GIVE_BACK, [jobId, now]);
  }

  /** offered -> expired, where the time is up. Whether anybody can still accept. */
  async bringUpToDate(jobId: string, now: Date): Promise<boolean> {
    return (await this.database.row(BRING_UP_TO_DATE, [jobId, now]))?.hasLive ?? false;
  }

  /** Whether anybody can accept. */
  async hasLive(jobId: string, now: Date): Promise<boolean> {
    return (await this.database.row(HAS_LIVE, [jobId, now])) !== null;
  }

  /** Of the market's latest offers: how many were answered or expired, and how many of those were taken. */
  async latestAnswers(): Promise<{ accepted: number; resolved: number }> {
    return (await this.database.row(LATEST_ANSWERS)) ?? { accepted: 0, resolved: 0 };
  }

  /** Open jobs near a guard, the nearest first: so many that others were asked for already, and so many others. */
  async openJobsNear(guardId: string, radiusMeters: number, limit: number): Promise<string[]> {
    const rows = await this.database.rows(OPEN_JOBS_NEAR, [guardId, radiusMeters, limit]);
    return rows.map(({ jobId }) => jobId);
  }

  /** Every offer of a job there was. */
  asked(jobId: string): Promise<{ guardId: string; wave: number; offeredAt: Date; status: OfferStatus }[]> {
    return this.database.rows(ASKED, [jobId]);
  }

  /** As the customer sees guards. */
  async namesOf(guardIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.rows(NAMES, [guardIds]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async countLive(now: Date): Promise<number> {
    return (await this.database.row(COUNT_LIVE, [now]))?.live ?? 0;
  }
}
