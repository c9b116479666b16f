import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { change, type Queryable, rowsOf, transaction } from './database.js';
import { jobById, lockJob, record } from './job-rows.js';
import { MINUTE_MS, RULES } from './rules.js';
import { HttpError, type Session, signedIn } from './sessions.js';

const DAY_MS = 24 * 60 * MINUTE_MS;

const LIVE = {
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
};
const JOB_OF = { name: 'offer_job', text: `SELECT job_id AS "jobId" FROM offers WHERE id = $1 AND guard_id = $2` };
const ACCEPT = {
  name: 'offer_answer',
  text: `UPDATE offers SET status = 'accepted', resolved_at = $2 WHERE id = $1 AND status = 'offered' AND expires_at > $2`,
};
const MARK = {
  name: 'guard_mark_assigned',
  text: `UPDATE guard_profiles SET last_assigned_at = $2 WHERE user_id = $1`,
};
const ELIGIBLE = {
  name: 'candidate_still_eligible',
  text: `SELECT 1 FROM guard_profiles g JOIN users u ON u.id = g.user_id
         WHERE g.user_id = $1 AND u.status = 'active' AND u.deleted_at IS NULL
           AND g.license_verified_at IS NOT NULL AND g.license_expires_on >= $2::date
           AND g.clearance_level >= $3::clearance_level AND g.skills @> $4::jsonb`,
};
const ASSIGN = {
  name: 'job_assign',
  text: `UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = $3 WHERE id = $1 AND status = 'requested'`,
};
const CLOSE = {
  name: 'offers_close_open',
  text: `UPDATE offers SET status = 'superseded', resolved_at = $2 WHERE job_id = $1 AND status = 'offered'`,
};

interface OfferRow {
  offerId: string;
  distanceMeters: number;
  payoutCents: number;
  expiresAt: Date;
}

export function serveOffers(app: FastifyInstance, pool: pg.Pool): void {
  app.get('/api/v1/guards/me/offers', async (request) => {
    const { userId } = await signedIn(pool, request, 'guard');
    const rows = await rowsOf<OfferRow>(pool, LIVE, [userId, new Date()]);
    const items = rows.map(({ offerId, distanceMeters, payoutCents, expiresAt, ...job }) => ({
      ...{ id: offerId, job, distanceMeters, payoutCents, expiresAt },
    }));
    return { items, nextCursor: null };
  });

  app.post<{ Params: { id: string } }>('/api/v1/offers/:id/accept', async (request) => {
    const guard = await signedIn(pool, request, 'guard');
    return transaction(pool, (client) => accept(client, guard, request.params.id));
  });
}

async function accept(client: Queryable, guard: Session, offerId: string): Promise<object> {
  const now = new Date();
  const [offer] = await rowsOf<{ jobId: string }>(client, JOB_OF, [offerId, guard.userId]);
  if (!offer) throw new HttpError(404, 'no such offer');
  if ((await lockJob(client, offer.jobId)) !== 'requested') throw new HttpError(409, 'gone');
  await change(client, ACCEPT, [offerId, now]);
  await change(client, MARK, [guard.userId, now]);
  const job = await jobById(client, offer.jobId);
  const licensedThrough = new Date(job.endTime.getTime() + RULES.LICENSE_MARGIN_DAYS * DAY_MS).toISOString();
  const asked = [licensedThrough.slice(0, 10), job.requiredClearanceLevel, JSON.stringify(job.requiredSkills)];
  const eligible = await rowsOf(client, ELIGIBLE, [guard.userId, ...asked]);
  if (eligible.length === 0) throw new HttpError(409, 'no longer eligible');
  await change(client, ASSIGN, [job.id, guard.userId, now]);
  const details = { offerId };
  await record(client, job.id, { type: 'job.matched', by: guard, from: 'requested', to: 'matched', details });
  await rowsOf(client, CLOSE, [job.id, now]);
  return jobById(client, job.id);
}
