import { guardProfiles } from '../../../../database/tables.js';
import { pointAt } from '../../../platform/database/geography.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import { bigint, boolean, double, integer, type RowOf, text } from '../../../platform/database/sql-types.js';
import { fullNameSql } from '../../identity/users/full-name.js';
import { type Question, question, type Value } from '../eligibility/question.js';
import { REACHED } from '../offers/reached.js';
import {
  distanceFrom,
  eligibleFor,
  indexedFor,
  type Origin,
  POSITION_OF,
  RULES,
  SPHERE_OF_SPHEROID,
} from '../eligibility/rules.js';

/**
 * How many guards with the skills, clearance and rate are looked at, nearest first, before the walk is given up: it meets
 * the conditions that no index holds (licence, calendar, refusals) guard by guard, 10 microseconds each.
 */
export const WALK_LIMIT = 1000;

/** Metres on the sphere, which an index can order by; what is said and asked about is the distance on the spheroid. */
const orderFrom = (origin: Origin): string => `g.${POSITION_OF[origin]} <-> (SELECT site FROM point)`;

/**
 * An index walk in order of distance. Two things keep the planner from gathering everybody in the radius and sorting
 * them, at every size: the order is asked of the index below a LIMIT, and the radius is a box whose size it cannot guess.
 * ST_DWithin in its place looks simpler and falls from 2,600/s to 74/s at a million guards.
 *
 * Row number WALK_LIMIT comes along whatever it is: it tells that the walk was given up. OFFSET 0 keeps the planner from
 * pulling the judgement up, which would then be made twice for whoever passes it.
 */
export const walk = (origin: Origin, value: Value): string => `
  near AS (
    SELECT * FROM (
      SELECT g.*, (${eligibleFor(origin, { value, distance: () => 'g.distance_meters' })}) AS eligible
      FROM (
        SELECT w.*, row_number() OVER () AS walked
        FROM (
          SELECT g.*, ${distanceFrom(origin)} AS distance_meters
          FROM guard_profiles g
          WHERE ${indexedFor(origin, { value, position: POSITION_OF[origin] })}
          ORDER BY ${orderFrom(origin)}
          LIMIT ${WALK_LIMIT}
        ) w
      ) g
      OFFSET 0
    ) judged
    WHERE eligible OR walked = ${WALK_LIMIT}
    LIMIT ${value('limit')}
  )`;

/**
 * The second path: everybody with the skills (GIN) in the radius, judged and sorted, however many they are. OFFSET 0 keeps the
 * planner from two mistakes: to walk along the index once more, and to go by the index of another origin, which holds
 * nothing of the radius, because a rule happens to be its predicate.
 */
export const gather = (origin: Origin, value: Value): string => `
  near AS (
    SELECT g.*, true AS eligible, 0::bigint AS walked
    FROM (
      SELECT g.*, ${distanceFrom(origin)} AS distance_meters
      FROM guard_profiles g
      WHERE ${indexedFor(origin, { value, position: POSITION_OF[origin] })}
        AND ${RULES.skills.condition({ value, distance: () => distanceFrom(origin) })}
      OFFSET 0
    ) g
    WHERE ${eligibleFor(origin, { value, distance: () => 'g.distance_meters' })}
    ORDER BY g.distance_meters
    LIMIT ${value('limit')}
  )`;

/**
 * The highest score that a guard can have who is as near, skilled and rated as this one, accepts every offer and had no job.
 * What the rest of the score is made of is looked up only for those with whom it matters, and so is the distance on the spheroid:
 * it is never less than so much of the one on the sphere, which the walk has computed.
 */
const highestScore = (value: Value): string => {
  const [proximity, skills, rating] = [value('proximityWeight'), value('skillsWeight'), value('ratingWeight')];
  const asked = `jsonb_array_length(${value('skills')})`;
  const isRated = `g.average_rating IS NOT NULL AND g.rating_count >= ${value('ratingsNeeded')}`;
  return `100 * (
          ${proximity} * greatest(0, 1 - g.order_meters / ${SPHERE_OF_SPHEROID} / ${value('scoreRadiusMeters')})
          + ${skills} * (${asked} + 1) / (greatest(jsonb_array_length(g.skills), ${asked}) + 1)
          + CASE WHEN ${isRated} THEN ${rating} * g.average_rating / 5 ELSE 0 END
          + 1 - ${proximity} - ${skills} - ${rating}
        ) / CASE WHEN ${isRated} THEN 1 ELSE 1 - ${rating} END`;
};

/**
 * Everybody whose score can be as high as the floor, of as many of the nearest as the limit is; the one at the limit comes along
 * whoever it is. The cheap bound is asked before the rules that look into other tables.
 */
const contenders = (origin: Origin, value: Value): string => `
  near AS (
    SELECT g.*, ${distanceFrom(origin)} AS distance_meters FROM (
      SELECT g.*, CASE WHEN ${highestScore(value)} >= ${value('floor')} THEN
        (${eligibleFor(origin, { value, distance: () => distanceFrom(origin) })}) END AS eligible
      FROM (
        SELECT g.*, row_number() OVER () AS walked
        FROM (
          SELECT g.*, ${orderFrom(origin)} AS order_meters FROM guard_profiles g
          WHERE ${indexedFor(origin, { value, position: POSITION_OF[origin] })}
          ORDER BY ${orderFrom(origin)}
          LIMIT ${value('limit')}
        ) g
      ) g
      OFFSET 0
    ) g
    WHERE eligible OR walked = ${value('limit')}
  )`;

/** One guard, judged by the same rules. */
const single = (origin: Origin, value: Value): string => `
  near AS (
    SELECT g.*, ${distanceFrom(origin)} AS distance_meters, true AS eligible, 0::bigint AS walked
    FROM guard_profiles g
    WHERE g.user_id = ${value('guardId')}
      AND ${eligibleFor(origin, { value, distance: () => distanceFrom(origin) })}
  )`;

const g = aliased(guardProfiles, 'g');

/** What is known of those who are near, and what their score is made of. */
const candidate = (value: Value) => ({
  guardId: g.userId,
  eligible: boolean.orNull('g.eligible'),
  walked: bigint('g.walked'),
  distanceMeters: double('g.distance_meters'),
  name: text(fullNameSql('u')),
  ...pick(
    g,
    'clearanceLevel',
    'skills',
    'certifications',
    'licenseState',
    'averageRating',
    'ratingCount',
    'totalJobsCompleted',
  ),
  ...pick(g, 'hourlyRateCents', 'lastAssignedAt'),
  skillCount: integer('jsonb_array_length(g.skills)'),
  requiredSkillCount: integer(`jsonb_array_length(${value('skills')})`),
  offersAccepted: bigint('history.accepted'),
  offersResolved: bigint('history.resolved'),
  // By when the work is, not by when it was booked; a job lasts some days at most, which bounds the look into the index.
  jobsLast7Days: bigint(`COALESCE((
    SELECT count(*) FROM jobs recent
    WHERE recent.guard_id = g.user_id AND recent.status <> 'cancelled' AND recent.id IS DISTINCT FROM ${value('jobId')}
      AND recent.start_time < ${value('startTime')} AND recent.start_time > ${value('startTime')} - interval '10 days'
      AND COALESCE(recent.completed_at, recent.end_time) > ${value('startTime')} - interval '7 days'), 0)`),
});

/** What all of them are asked with: the site, and the keys of the skills. */
export const pointOfJob = (value: Value): string => `point AS (
    SELECT ${pointAt(value('lng'), value('lat'))} AS site, skill_keys(${value('skills')}) AS keys
  )`;

const candidates = (near: string, row: string, value: Value): string => `
  WITH ${pointOfJob(value)}, ${near}
  SELECT ${row}
  FROM near g
  JOIN users u ON u.id = g.user_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.status IN ('accepted', 'given_back')) AS accepted,
           count(*) FILTER (WHERE ${REACHED}) AS resolved
    FROM offers o WHERE o.guard_id = g.user_id AND o.offered_at > ${value('now')} - interval '90 days'
  ) AS history
  ORDER BY g.distance_meters, g.user_id`;

const WAYS = { walk, contenders, gather, single };

export type Way = keyof typeof WAYS;

export type CandidateQuestion = Question<RowOf<ReturnType<typeof candidate>>>;

/** The statements for guards on duty, and for any guard from their base. */
export const CANDIDATES: Record<Origin, Record<Way, CandidateQuestion>> = {
  on_duty: waysFrom('on_duty'),
  from_base: waysFrom('from_base'),
};

function waysFrom(origin: Origin): Record<Way, CandidateQuestion> {
  const ask = (name: string, way: Way): CandidateQuestion =>
    question(name, candidate, (row, value) => candidates(WAYS[way](origin, value), row, value));
  return {
    walk: ask(`candidates_${origin}`, 'walk'),
    contenders: ask(`candidates_${origin}_contenders`, 'contenders'),
    gather: ask(`candidates_${origin}_gathered`, 'gather'),
    single: ask(`candidates_${origin}_single`, 'single'),
  };
}
