import type { Fix, FixGrade, FixRefusal, Position } from '@aegis/contract';
import { HOUR_MS, SECOND_MS } from '../../platform/clock/duration.js';
import type { Rules } from '../../platform/config/rules.js';

export type GradingRules = Pick<
  Rules,
  | 'FIX_GOOD_METERS'
  | 'FIX_FAIR_METERS'
  | 'FIX_POOR_METERS'
  | 'FIX_FUTURE_SECONDS'
  | 'FIX_MAX_AGE_HOURS'
  | 'FIX_MAX_SPEED_MPS'
>;

/** Where somebody was at a moment. */
export type Sighting = Position & { recordedAt: Date };

export interface Arrival {
  /** When the batch reached the server. */
  at: Date;
  /** What was recorded before this is not the job's. */
  trackedFrom: Date;
  /** Nor what was recorded from here on; null while the job goes on. */
  trackedUntil?: Date | null;
}

export interface Verdict {
  /** In the order of recording. */
  accepted: Fix[];
  /** In the order of the batch. */
  rejected: { index: number; code: FixRefusal }[];
}

/** Null above the limit of what is kept. */
export function gradeOf(accuracyMeters: number, rules: GradingRules): FixGrade | null {
  if (accuracyMeters <= rules.FIX_GOOD_METERS) return 'good';
  if (accuracyMeters <= rules.FIX_FAIR_METERS) return 'fair';
  return accuracyMeters <= rules.FIX_POOR_METERS ? 'poor' : null;
}

/**
 * Judges a batch. Speed is measured from the fix before in time, whether that is stored or in the batch: phones send the
 * newest first after a gap, and a batch that comes late belongs between fixes that are there already.
 * @param stored the job's fixes of the batch's time and the last one before it, in the order of recording.
 */
export function gradeFixes(
  fixes: readonly Fix[],
  stored: readonly Sighting[],
  arrival: Arrival,
  rules: GradingRules,
): Verdict {
  const verdict: Verdict = { accepted: [], rejected: [] };
  let last: Sighting | undefined;
  let seen = 0;
  for (const { fix, index } of inOrderOfRecording(fixes)) {
    for (let next = stored[seen]; next && next.recordedAt <= fix.recordedAt; next = stored[++seen])
      last = later(last, next);
    const code = refusalOf(fix, last, arrival, rules);
    if (code) verdict.rejected.push({ index, code });
    else {
      verdict.accepted.push(fix);
      last = later(last, fix);
    }
  }
  verdict.rejected.sort((a, b) => a.index - b.index);
  return verdict;
}

function inOrderOfRecording(fixes: readonly Fix[]): { fix: Fix; index: number }[] {
  const numbered = fixes.map((fix, index) => ({ fix, index }));
  return numbered.sort((a, b) => a.fix.recordedAt.getTime() - b.fix.recordedAt.getTime() || a.index - b.index);
}

/** Of two fixes of one moment the first counts: the second will be a duplicate. */
const later = (last: Sighting | undefined, next: Sighting): Sighting =>
  last && next.recordedAt <= last.recordedAt ? last : next;

function refusalOf(
  fix: Fix,
  last: Sighting | undefined,
  { at, trackedFrom, trackedUntil }: Arrival,
  rules: GradingRules,
): FixRefusal | null {
  const ageMs = at.getTime() - fix.recordedAt.getTime();
  if (gradeOf(fix.accuracyMeters, rules) === null) return 'accuracy_too_poor';
  // What a phone without a position reports.
  if (fix.lat === 0 && fix.lng === 0) return 'null_island';
  if (ageMs < -rules.FIX_FUTURE_SECONDS * SECOND_MS) return 'recorded_in_future';
  if (ageMs > rules.FIX_MAX_AGE_HOURS * HOUR_MS) return 'recorded_too_long_ago';
  const isAfterEnd = trackedUntil ? fix.recordedAt >= trackedUntil : false;
  if (fix.recordedAt < trackedFrom || isAfterEnd) return 'outside_tracking_window';
  return last && isFasterThan(rules.FIX_MAX_SPEED_MPS, last, fix) ? 'impossible_speed' : null;
}

/** Two fixes of one moment have no speed: the second is not stored anyway. */
function isFasterThan(limitMps: number, from: Sighting, to: Sighting): boolean {
  const seconds = (to.recordedAt.getTime() - from.recordedAt.getTime()) / SECOND_MS;
  return seconds > 0 && distanceMeters(from, to) / seconds > limitMps;
}

const EARTH_RADIUS_METERS = 6_371_009;

/** Great circle on a sphere: within 0.6 % of the spheroid, and no round trip to the database for each fix. */
export function distanceMeters(a: Position, b: Position): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const haversine =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lng - a.lng) / 2) ** 2;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(haversine)));
}
