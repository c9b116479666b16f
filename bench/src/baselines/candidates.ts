import type { Job } from '@aegis/contract';
import type { CandidateRow } from '@aegis/api/dist/src/features/matching/candidates/candidates.repository.js';
import { rank, type Ranked } from '@aegis/api/dist/src/features/matching/candidates/score.js';
import type { Question, ValueName } from '@aegis/api/dist/src/features/matching/eligibility/question.js';
import { payoutPerHourCents } from '@aegis/api/dist/src/platform/money/money.js';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { type Queryable, rowsOf } from './database.js';
import { jobOfParty } from './job-rows.js';
import { MINUTE_MS, RULES } from './rules.js';
import { signedIn } from './sessions.js';

const DAY_MS = 24 * 60 * MINUTE_MS;
const READ = 50;
const WEIGHTS = { proximity: 0.4, skills: 0.25, rating: 0.15, acceptance: 0.1, fairness: 0.1 };

/** Eligible guards on duty, best first; scored by the application's own pure function, as its handler is. */
export async function candidatesFor(on: Queryable, nearest: Question, job: Job): Promise<Ranked<CandidateRow>[]> {
  const now = new Date();
  const values: Record<ValueName, unknown> = {
    lng: job.location.lng,
    lat: job.location.lat,
    startTime: job.startTime,
    endTime: job.endTime,
    clearance: job.requiredClearanceLevel,
    skills: JSON.stringify(job.requiredSkills),
    payoutPerHourCents: payoutPerHourCents(job.hourlyRateCents, RULES.PLATFORM_FEE_PERCENT),
    licensedThrough: new Date(job.endTime.getTime() + RULES.LICENSE_MARGIN_DAYS * DAY_MS).toISOString().slice(0, 10),
    jobId: job.id,
    limit: READ,
    now,
    radiusMeters: RULES.SEARCH_RADIUS_METERS,
    seenSince: new Date(now.getTime() - RULES.POSITION_FRESH_MINUTES * MINUTE_MS),
    askedSince: null,
    payoutsMustBeReady: false,
    guardId: null,
  };
  const asked = nearest.asks.map((name) => values[name]);
  const rows = await rowsOf<CandidateRow & { eligible: boolean }>(on, nearest, asked);
  const eligible = rows.filter((row) => row.eligible);
  return rank(eligible, { radiusMeters: RULES.SEARCH_RADIUS_METERS, weights: WEIGHTS, marketAcceptance: 0.8 });
}

export function serveCandidates(app: FastifyInstance, pool: pg.Pool, nearest: Question): void {
  app.get<{ Params: { id: string } }>('/api/v1/jobs/:id/candidates', async (request) => {
    const { userId } = await signedIn(pool, request, 'customer');
    const job = await jobOfParty(pool, request.params.id, userId);
    const ranked = await candidatesFor(pool, nearest, job);
    return { items: ranked.map(shown), nextCursor: null };
  });
}

const shown = (candidate: Ranked<CandidateRow>): object => ({
  guard: {
    userId: candidate.guardId,
    name: candidate.name,
    clearanceLevel: candidate.clearanceLevel,
    skills: candidate.skills,
    certifications: candidate.certifications,
    licenseState: candidate.licenseState,
    licenseVerified: true,
    averageRating: candidate.averageRating,
    totalJobsCompleted: candidate.totalJobsCompleted,
  },
  distanceMeters: candidate.distanceMeters,
  score: candidate.score,
  components: candidate.components,
});
