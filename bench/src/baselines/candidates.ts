import { distanceBandMeters, type Job } from '@aegis/contract';
import type { CandidateRow } from '@aegis/api/dist/src/features/matching/candidates/candidates.repository.js';
import { rank, type Ranked, type ScoreTerms } from '@aegis/api/dist/src/features/matching/candidates/score.js';
import { contestFor } from '@aegis/api/dist/src/features/matching/candidates/threshold.js';
import type { Question, ValueName } from '@aegis/api/dist/src/features/matching/eligibility/question.js';
import { skillKeys } from '@aegis/api/dist/src/features/matching/eligibility/skill-keys.js';
import { payoutPerHourCents } from '@aegis/api/dist/src/platform/money/money.js';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { type Queryable, rowsOf } from './database.js';
import { jobOfParty } from './job-rows.js';
import { MINUTE_MS, RULES } from './rules.js';
import { signedIn } from './sessions.js';

const DAY_MS = 24 * 60 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const READ = 50;
const TERMS: ScoreTerms = {
  radiusMeters: RULES.SEARCH_RADIUS_METERS,
  weights: { proximity: 0.4, skills: 0.25, rating: 0.15, acceptance: 0.1, fairness: 0.1 },
  marketAcceptance: 0.8,
  ratingsNeeded: RULES.SCORE_RATINGS_NEEDED,
  offersNeeded: RULES.SCORE_OFFERS_NEEDED,
  tiePoints: RULES.SCORE_TIE_POINTS,
};

/** The API's statements: the guards nearest by, those who could still come before them, and what a customer is shown of them. */
export type SearchStatements = Record<'walk' | 'contenders' | 'neighbours', Question>;

interface NeighbourRow {
  eligible: boolean;
  roughMeters: number | null;
}

/** Of the grid on which a customer's question is asked: see `Surroundings` of the API. */
const CELL_DEGREES = 0.02;
const METERS_PER_DEGREE = 111_320;

/** What of a job the search is asked with. */
export type SearchedJob = Pick<
  Job,
  'id' | 'location' | 'startTime' | 'endTime' | 'requiredClearanceLevel' | 'requiredSkills' | 'hourlyRateCents'
>;

type Row = CandidateRow & { eligible: boolean };

/** Eligible guards on duty, best first; scored by the application's own pure function, as its handler is. */
export async function candidatesFor(
  on: Queryable,
  search: SearchStatements,
  job: SearchedJob,
  places: number,
  { ofNearestOnly = false } = {},
): Promise<Ranked<CandidateRow>[]> {
  const ask = async (question: Question, changes: Partial<Record<ValueName, unknown>>): Promise<Row[]> => {
    const values = { ...valuesOf(job), ...changes };
    const rows = await rowsOf<Row>(
      on,
      question,
      question.asks.map((name) => values[name]),
    );
    return rows.filter((row) => row.eligible);
  };
  const nearest = await ask(search.walk, {});
  const ranked = rank(nearest, TERMS);
  const contest = nearest.length < READ || ofNearestOnly ? null : contestFor(places, ranked, TERMS);
  if (!contest) return ranked;
  const { floor, reachMeters } = contest;
  const more = await ask(search.contenders, { floor, radiusMeters: reachMeters, limit: RULES.SEARCH_LOOKED_AT_LIMIT });
  const all = new Map([...nearest, ...more].map((row) => [row.guardId, row]));
  return rank([...all.values()], TERMS).slice(0, READ);
}

function valuesOf(job: SearchedJob): Record<ValueName, unknown> {
  const now = new Date();
  return {
    lng: job.location.lng,
    lat: job.location.lat,
    startTime: job.startTime,
    endTime: job.endTime,
    clearance: job.requiredClearanceLevel,
    skills: JSON.stringify(job.requiredSkills),
    skillKeys: skillKeys(job.requiredSkills),
    payoutPerHourCents: payoutPerHourCents(job.hourlyRateCents, RULES.PLATFORM_FEE_PERCENT),
    licensedThrough: new Date(job.endTime.getTime() + RULES.LICENSE_MARGIN_DAYS * DAY_MS).toISOString().slice(0, 10),
    jobId: job.id,
    limit: READ,
    now,
    radiusMeters: RULES.SEARCH_RADIUS_METERS,
    seenSince: new Date(now.getTime() - RULES.POSITION_FRESH_MINUTES * MINUTE_MS),
    soonFrom: new Date(job.startTime.getTime() - RULES.SOON_HOURS * HOUR_MS),
    askedSince: null,
    payoutsMustBeReady: false,
    travelSpeedMps: RULES.TRAVEL_SPEED_MPS,
    travelMarginSeconds: RULES.TRAVEL_MARGIN_MINUTES * 60,
    dayWorkMaxHours: RULES.DAY_WORK_MAX_HOURS,
    weekWorkMaxHours: RULES.WEEK_WORK_MAX_HOURS,
    floor: null,
    scoreRadiusMeters: TERMS.radiusMeters,
    proximityWeight: TERMS.weights.proximity,
    skillsWeight: TERMS.weights.skills,
    ratingWeight: TERMS.weights.rating,
    ratingsNeeded: TERMS.ratingsNeeded,
    guardId: null,
  };
}

/** What the statement of neighbours is asked with: from the nearest crossing of the grid, and so much farther. */
export const askedFrom = (job: SearchedJob): Record<ValueName, unknown> => ({
  ...valuesOf(job),
  lng: Math.round(job.location.lng / CELL_DEGREES) * CELL_DEGREES,
  lat: Math.round(job.location.lat / CELL_DEGREES) * CELL_DEGREES,
  radiusMeters: TERMS.radiusMeters + (CELL_DEGREES * METERS_PER_DEGREE) / Math.SQRT2,
});

/** How far guards who fit are, roughly: a customer is told no more. */
export function serveCandidates(app: FastifyInstance, pool: pg.Pool, { neighbours }: SearchStatements): void {
  app.get<{ Params: { id: string } }>('/api/v1/jobs/:id/candidates', async (request) => {
    const { userId } = await signedIn(pool, request, 'customer');
    const values = askedFrom(await jobOfParty(pool, request.params.id, userId));
    const rows = await rowsOf<NeighbourRow>(
      pool,
      neighbours,
      neighbours.asks.map((name) => values[name]),
    );
    const meters = rows.flatMap(({ eligible, roughMeters }) =>
      eligible && roughMeters !== null && roughMeters <= TERMS.radiusMeters ? [roughMeters] : [],
    );
    const nearest = meters.sort((a, b) => a - b).slice(0, READ);
    return { items: nearest.map(shown), nextCursor: null };
  });
}

const shown = (meters: number): object => ({
  ...{ guard: null, score: null, components: null },
  distanceMeters: distanceBandMeters(meters),
});
