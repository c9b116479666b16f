import { randomUUID } from 'node:crypto';
import { bookedPrice } from '@aegis/api/dist/src/features/jobs/pricing.js';
import type { Job, JobDraft } from '@aegis/contract';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { candidatesFor, type SearchStatements } from './candidates.js';
import { type Queryable, rowsOf, transaction } from './database.js';
import { jobById, lockJob, record } from './job-rows.js';
import type { Money } from './money.js';
import { RULES } from './rules.js';
import { HttpError, type Session, signedIn } from './sessions.js';

const INSERT_JOB = {
  name: 'job_insert',
  text: `INSERT INTO jobs (id, customer_id, title, description, job_type, location_address, location_coordinates,
           location_notes, start_time, end_time, required_clearance_level, required_skills, special_requirements,
           hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents, requested_at)
         VALUES ($1, $2, $3, $4, $5, $6, ST_SetSRID(ST_MakePoint($7, $8), 4326)::geography, $9, $10, $11, $12, $13, $14,
           $15, $16, $17, $18, $19)`,
};
const PROGRESS = {
  name: 'offers_progress',
  text: `SELECT COALESCE(max(wave), 0) AS waves, COALESCE(bool_or(status = 'offered' AND expires_at > $2), false) AS "hasLive"
         FROM offers WHERE job_id = $1`,
};
const INSERT_OFFER = {
  name: 'offer_insert',
  text: `INSERT INTO offers (id, job_id, guard_id, wave, distance_meters, score, components, payout_cents, offered_at, expires_at)
         VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9)`,
};

const text = { type: 'string', minLength: 1, maxLength: 4000 };
const DRAFT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'jobType', 'locationAddress', 'location', 'startTime', 'endTime', 'hourlyRateCents'],
  properties: {
    title: text,
    jobType: { enum: ['basic', 'event', 'executive', 'patrol', 'residential', 'retail'] },
    locationAddress: text,
    location: {
      type: 'object',
      required: ['lat', 'lng'],
      properties: { lat: { type: 'number' }, lng: { type: 'number' } },
    },
    startTime: { type: 'string', format: 'date-time' },
    endTime: { type: 'string', format: 'date-time' },
    requiredClearanceLevel: { enum: ['basic', 'armed', 'executive'] },
    requiredSkills: { type: 'array', items: text, maxItems: 20 },
    hourlyRateCents: { type: 'integer', minimum: 1 },
  },
};

type Wire = Omit<JobDraft, 'startTime' | 'endTime'> & { startTime: string; endTime: string };

/** Books, holds the money and asks the guards before it answers: one straight line, no queue. */
export function serveBooking(app: FastifyInstance, pool: pg.Pool, money: Money, search: SearchStatements): void {
  app.post<{ Body: Wire }>('/api/v1/jobs', { schema: { body: DRAFT_SCHEMA } }, async (request, reply) => {
    const customer = await signedIn(pool, request, 'customer');
    const { startTime, endTime, ...rest } = request.body;
    const draft: JobDraft = { ...rest, startTime: new Date(startTime), endTime: new Date(endTime) };
    if (draft.endTime <= draft.startTime) throw new HttpError(422, 'ends before it starts');
    const job = await transaction(pool, (client) => insertJob(client, customer, draft));
    await money.hold(job);
    await transaction(pool, (client) => sendOffers(client, search, job));
    return reply.code(201).send(job);
  });
}

async function insertJob(client: Queryable, customer: Session, draft: JobDraft): Promise<Job> {
  const id = randomUUID();
  const price = bookedPrice(draft, RULES);
  await rowsOf(client, INSERT_JOB, [
    id,
    customer.userId,
    draft.title,
    draft.description ?? null,
    draft.jobType,
    draft.locationAddress,
    draft.location.lng,
    draft.location.lat,
    draft.locationNotes ?? null,
    draft.startTime,
    draft.endTime,
    draft.requiredClearanceLevel,
    JSON.stringify(draft.requiredSkills),
    JSON.stringify(draft.specialRequirements ?? []),
    draft.hourlyRateCents,
    price.totalAmountCents,
    price.platformFeeCents,
    price.guardPayoutCents,
    new Date(),
  ]);
  await record(client, id, { type: 'job.requested', by: customer, to: 'requested' });
  return jobById(client, id);
}

async function sendOffers(client: Queryable, search: SearchStatements, job: Job): Promise<void> {
  const now = new Date();
  const status = await lockJob(client, job.id);
  const [progress] = await rowsOf<{ hasLive: boolean }>(client, PROGRESS, [job.id, now]);
  if (status !== 'requested' || progress?.hasLive) return;
  const best = (await candidatesFor(client, search, job, RULES.OFFERS_FIRST_WAVE)).slice(0, RULES.OFFERS_FIRST_WAVE);
  const expiresAt = new Date(now.getTime() + RULES.OFFER_TTL_SECONDS * 1000);
  for (const { guardId, distanceMeters, score, components } of best) {
    const judged = [distanceMeters, score, JSON.stringify(components)];
    await rowsOf(client, INSERT_OFFER, [
      randomUUID(),
      job.id,
      guardId,
      ...judged,
      job.guardPayoutCents,
      now,
      expiresAt,
    ]);
  }
  await record(client, job.id, { type: 'offers.sent', details: { wave: 1, guards: best.length } });
}
