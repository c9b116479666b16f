import type { WarmUp } from '../platform/database/connection.js';
import { HOUR_MS, shift } from '../platform/clock/duration.js';
import { CANDIDATES } from '../features/matching/candidates/candidates.statements.js';
import { type Asked, valuesFor } from '../features/matching/eligibility/question.js';

/** PostgreSQL plans a prepared statement for its values five times; from then on it may keep one plan for all of them. */
const UNTIL_PLANNED = 6;

/** Loads the library for places, and what it knows of the spheroid. */
const FIRST_DISTANCE = `SELECT ST_Distance('POINT(0 0)'::geography, 'POINT(0 1)'::geography)`;

/** What a connection does before it serves: the first distance, and the dearest statement until its plan is made for good. */
export function warmUp(now: Date): WarmUp[] {
  const { name, text, asks } = CANDIDATES.on_duty.walk;
  const search = { name, text, values: valuesFor({ asks }, askedNowhere(now)) };
  return [{ text: FIRST_DISTANCE }, ...Array.from({ length: UNTIL_PLANNED }, () => search)];
}

/** In the middle of the ocean, where nobody is found. */
const askedNowhere = (now: Date): Asked => ({
  jobId: null,
  location: { lat: -48.9, lng: -123.4 },
  startTime: now,
  endTime: shift(now, HOUR_MS),
  requiredClearanceLevel: 'basic',
  requiredSkills: ['patrol'],
  payoutPerHourCents: 1,
  radiusMeters: 1,
  licensedThrough: now.toISOString().slice(0, 10),
  seenSince: now,
  soonFrom: now,
  askedSince: null,
  payoutsMustBeReady: false,
  travelSpeedMps: 10,
  travelMarginSeconds: 0,
  dayWorkMaxHours: 1,
  weekWorkMaxHours: 1,
  now,
  limit: 1,
  guardId: null,
  contest: null,
});
