import { gradeFixes, type Sighting } from '@aegis/api/dist/src/features/tracking/fix-grading.js';
import { dueForWork, workedMinutes } from '@aegis/api/dist/src/features/jobs/pricing.js';
import type { Fix, Job, Position } from '@aegis/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { change, rowsOf, transaction } from './database.js';
import { jobById, jobOfParty, record } from './job-rows.js';
import type { Money } from './money.js';
import { RULES } from './rules.js';
import { HttpError, type Session, signedIn } from './sessions.js';
import {
  AROUND,
  BUSY,
  COMPLETE,
  DISTANCE,
  FREE,
  insertFixes,
  PAYMENTS,
  REPORT,
  START,
  TOTALS,
} from './work-statements.js';

const POSITION_SCHEMA = {
  type: 'object',
  required: ['lat', 'lng'],
  properties: { lat: { type: 'number' }, lng: { type: 'number' } },
};
const PRESENCE_SCHEMA = {
  type: 'object',
  required: ['location', 'accuracyMeters'],
  properties: { location: POSITION_SCHEMA, accuracyMeters: { type: 'number' } },
};
const FIXES_SCHEMA = {
  type: 'object',
  required: ['fixes'],
  properties: { fixes: { type: 'array', minItems: 1, maxItems: 100, items: POSITION_SCHEMA } },
};

interface Presence {
  location: Position;
  accuracyMeters: number;
}
interface OfJob {
  Params: { id: string };
}

/** Check-in, positions, check-out with everything that is paid then, and the money rows. */
export function serveWork(app: FastifyInstance, pool: pg.Pool, money: Money): void {
  const asGuard = async (request: FastifyRequest<OfJob>): Promise<{ guard: Session; job: Job }> => {
    const guard = await signedIn(pool, request, 'guard');
    return { guard, job: await jobOfParty(pool, request.params.id, guard.userId) };
  };
  app.post<OfJob & { Body: Presence }>(
    '/api/v1/jobs/:id/check-in',
    { schema: { body: PRESENCE_SCHEMA } },
    async (request) => {
      const { guard, job } = await asGuard(request);
      return checkIn(pool, guard, job, request.body);
    },
  );
  app.post<OfJob & { Body: { fixes: Fix[] } }>(
    '/api/v1/jobs/:id/locations',
    { schema: { body: FIXES_SCHEMA } },
    async (request) => {
      const { guard, job } = await asGuard(request);
      return store(pool, guard, job, request.body.fixes);
    },
  );
  app.post<OfJob & { Body: Presence }>(
    '/api/v1/jobs/:id/check-out',
    { schema: { body: PRESENCE_SCHEMA } },
    async (request) => {
      const { guard, job } = await asGuard(request);
      const done = await checkOut(pool, guard, job, request.body);
      const [totals] = await rowsOf<{ jobs: number; minutes: number }>(pool, TOTALS, [guard.userId]);
      await change(pool, FREE, [guard.userId, totals?.jobs, totals?.minutes]);
      await money.settle(done);
      return done;
    },
  );
  app.get<OfJob>('/api/v1/jobs/:id/payments', async (request) => {
    const { userId } = await signedIn(pool, request, 'customer');
    await jobOfParty(pool, request.params.id, userId);
    const items = await rowsOf<PaymentRow>(pool, PAYMENTS, [request.params.id]);
    return { items, nextCursor: null, sum: { paidOutCents: paidOut(items) } };
  });
}

interface PaymentRow {
  type: string;
  status: string;
  amountCents: number;
}

const paidOut = (rows: readonly PaymentRow[]): number =>
  rows
    .filter(({ type, status }) => type === 'payout' && status === 'succeeded')
    .reduce((sum, row) => sum + row.amountCents, 0);

async function distanceFrom(pool: pg.Pool, job: Job, { location, accuracyMeters }: Presence): Promise<number> {
  const [row] = await rowsOf<{ meters: number }>(pool, DISTANCE, [job.id, location.lng, location.lat]);
  const meters = row?.meters ?? Number.POSITIVE_INFINITY;
  if (meters > RULES.GEOFENCE_METERS + accuracyMeters) throw new HttpError(422, 'outside of the geofence');
  return Math.round(meters);
}

async function checkIn(pool: pg.Pool, guard: Session, job: Job, presence: Presence): Promise<Job> {
  if (job.status !== 'matched') throw new HttpError(409, 'moved on');
  const details = { distanceMeters: await distanceFrom(pool, job, presence), accuracyMeters: presence.accuracyMeters };
  const { lng, lat } = presence.location;
  return transaction(pool, async (client) => {
    await change(client, START, [job.id, guard.userId, new Date(), lng, lat]);
    await record(client, job.id, { type: 'job.started', by: guard, from: 'matched', to: 'in_progress', details });
    await change(client, BUSY, [guard.userId]);
    return jobById(client, job.id);
  });
}

async function checkOut(pool: pg.Pool, guard: Session, job: Job, presence: Presence): Promise<Job> {
  if (job.status !== 'in_progress' || !job.startedAt) throw new HttpError(409, 'moved on');
  const distanceMeters = await distanceFrom(pool, job, presence);
  const { lng, lat } = presence.location;
  const now = new Date();
  const worked = workedMinutes(job.startTime, job.startedAt, now);
  const due = dueForWork(worked, job, RULES);
  return transaction(pool, async (client) => {
    await change(client, COMPLETE, [job.id, guard.userId, now, lng, lat, worked, due]);
    const details = { workedMinutes: worked, dueAmountCents: due, distanceMeters };
    await record(client, job.id, { type: 'job.completed', by: guard, from: 'in_progress', to: 'completed', details });
    return jobById(client, job.id);
  });
}

async function store(pool: pg.Pool, guard: Session, job: Job, given: Fix[]): Promise<object> {
  const from = job.matchedAt;
  if (!from) throw new HttpError(409, 'not tracked');
  const fixes = given.map((fix) => ({ ...fix, recordedAt: new Date(fix.recordedAt) }));
  const times = fixes.map((fix) => fix.recordedAt.getTime());
  const [earliest, latest] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const stored = await rowsOf<Sighting>(pool, AROUND, [guard.userId, job.id, from, earliest, latest]);
  const now = new Date();
  const { accepted, rejected } = gradeFixes(fixes, stored, { at: now, trackedFrom: from }, RULES);
  const last = accepted.at(-1);
  if (!last) return { stored: 0, duplicates: 0, rejected };
  const { statement, values } = insertFixes(guard.userId, job.id, accepted, now);
  const { rowCount } = await pool.query({ ...statement, values });
  const limits = [RULES.POSITION_MOVED_METERS, RULES.POSITION_STALE_SECONDS];
  await rowsOf(pool, REPORT, [guard.userId, last.lng, last.lat, last.recordedAt, ...limits]);
  return { stored: rowCount, duplicates: accepted.length - (rowCount ?? 0), rejected };
}
