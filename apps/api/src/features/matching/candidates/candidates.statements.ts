import { guardProfiles } from '../../../../database/tables.js';
import { pointAt } from '../../../platform/database/geography.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import { bigint, boolean, double, integer, type RowOf, text } from '../../../platform/database/sql-types.js';
import { type Question, question, type Value } from '../eligibility/question.js';
import { REACHED } from '../offers/reached.js';
import {
  distanceFrom,
  eligibleByLooks,
  eligibleByRow,
  indexedFor,
  LOOK_AT_ACCOUNT,
  type Origin,
  POSITION_OF,
  RULES,
  SPHERE_OF_SPHEROID,
} from '../eligibility/rules.js';
import { lookAtWork } from '../eligibility/work-rules.js';

/**
 * How many guards with the skills, clearance and rate are looked at, nearest first, before the walk is given up: it meets
 * the conditions that no index holds (licence, calendar, refusals) guard by guard, 10 microseconds each.
 */
export const WALK_LIMIT = 1000;

/** Metres on the sphere, which an index can order by; what is said and asked about is the distance on the spheroid. */
const orderFrom = (origin: Origin): string => `g.${POSITION_OF[origin]} <-> (SELECT site FROM point)`;

/** Of a guard's row: what the rules ask and what is told. The whole row would be copied from step to step. */
const columnsFrom = (origin: Origin): string =>
  `g.user_id, g.${POSITION_OF[origin]}, g.location_updated_at, g.license_state, g.license_verified_at, g.license_expires_on,
            g.clearance_level, g.skills, g.certifications, g.hourly_rate_cents, g.average_rating, g.rating_count,
            g.total_jobs_completed, g.last_assigned_at, g.payouts_ready_at, g.time_zone, g.working_week, g.days_off`;

/**
 * The guards of `from` who meet what their own rows tell (`passes`), each looked at once for what else is asked; `kept` stays whoever
 * it is. The looks are joined sideways, guard by guard, so that the order stays and nobody is looked at who need not be; OFFSET 0
 * keeps the planner from pulling a judgement up, which would then be made twice for whoever passes it.
 */
const judged = (from: string, kept: string, origin: Origin, value: Value): string => `
    SELECT * FROM (
      SELECT g.*, account.name, work.recent,
        (g.passes AND ${eligibleByLooks(origin, { value, distance: () => 'g.distance_meters' })}) AS eligible
      FROM (SELECT * FROM (${from}) g WHERE passes OR ${kept} OFFSET 0) g
      CROSS JOIN ${LOOK_AT_ACCOUNT}
      CROSS JOIN ${lookAtWork(value)}
      OFFSET 0
    ) g
    WHERE eligible OR ${kept}`;

/**
 * An index walk in order of distance. Two things keep the planner from gathering everybody in the radius and sorting
 * them, at every size: the order is asked of the index below a LIMIT, and the radius is a box whose size it cannot guess.
 * ST_DWithin in its place looks simpler, and sorts the whole city whenever the planner thinks it small.
 *
 * Row number WALK_LIMIT comes along whatever it is: it tells that the walk was given up.
 */
export const walk = (origin: Origin, value: Value): string => {
  const walked = `
        SELECT g.*, row_number() OVER () AS walked,
          (${eligibleByRow(origin, { value, distance: () => 'g.distance_meters' })}) AS passes
        FROM (
          SELECT ${columnsFrom(origin)}, ${distanceFrom(origin)} AS distance_meters
          FROM guard_profiles g
          WHERE ${indexedFor(origin, { value, position: POSITION_OF[origin] })}
          ORDER BY ${orderFrom(origin)}
          LIMIT ${WALK_LIMIT}
        ) g`;
  return `
  near AS (${judged(walked, `walked = ${WALK_LIMIT}`, origin, value)}
    LIMIT ${value('limit')}
  )`;
};

/**
 * The second path: everybody with the skills (GIN) in the radius, judged and sorted, however many they are. OFFSET 0 keeps the
 * planner from two mistakes: to walk along the index once more, and to go by the index of another origin, which holds
 * nothing of the radius, because a rule happens to be its predicate.
 */
export const gather = (origin: Origin, value: Value): string => {
  const gathered = `
        SELECT g.*, 0::bigint AS walked, (${eligibleByRow(origin, { value, distance: () => 'g.distance_meters' })}) AS passes
        FROM (
          SELECT ${columnsFrom(origin)}, ${distanceFrom(origin)} AS distance_meters
          FROM guard_profiles g
          WHERE ${indexedFor(origin, { value, position: POSITION_OF[origin] })}
            AND ${RULES.skills.condition({ value, distance: () => distanceFrom(origin) })}
          OFFSET 0
        ) g`;
  return `
  near AS (${judged(gathered, 'false', origin, value)}
    ORDER BY distance_meters
    LIMIT ${value('limit')}
  )`;
};

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
 * whoever it is. The cheap bound is asked first.
 */
const contenders = (origin: Origin, value: Value): string => {
  const nearest = `
        SELECT g.*, ${distanceFrom(origin)} AS distance_meters FROM (
          SELECT g.*, CASE WHEN ${highestScore(value)} >= ${value('floor')} THEN
            (${eligibleByRow(origin, { value, distance: () => distanceFrom(origin) })}) END AS passes
          FROM (
            SELECT g.*, row_number() OVER () AS walked
            FROM (
              SELECT ${columnsFrom(origin)}, ${orderFrom(origin)} AS order_meters FROM guard_profiles g
              WHERE ${indexedFor(origin, { value, position: POSITION_OF[origin] })}
              ORDER BY ${orderFrom(origin)}
              LIMIT ${value('limit')}
            ) g
          ) g
          OFFSET 0
        ) g`;
  return `
  near AS (${judged(nearest, `walked = ${value('limit')}`, origin, value)}
  )`;
};

/** One guard, judged by the same rules. */
const single = (origin: Origin, value: Value): string => {
  const one = `
        SELECT ${columnsFrom(origin)}, ${distanceFrom(origin)} AS distance_meters, 0::bigint AS walked,
          (${[eligibleByRow(origin, { value, distance: () => distanceFrom(origin) }), indexedFor(origin, { value, position: POSITION_OF[origin] })].join(' AND ')}) AS passes
        FROM guard_profiles g
        WHERE g.user_id = ${value('guardId')}`;
  return `
  near AS (${judged(one, 'false', origin, value)}
  )`;
};

const g = aliased(guardProfiles, 'g');

/** What is known of those who are near, and what their score is made of. */
const candidate = (value: Value) => ({
  guardId: g.userId,
  eligible: boolean.orNull('g.eligible'),
  walked: bigint('g.walked'),
  distanceMeters: double('g.distance_meters'),
  name: text('g.name'),
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
  jobsLast7Days: bigint('g.recent'),
});

/** What all of them are asked with: the site, and a box on the sphere around the radius on the spheroid. */
export const pointOfJob = (value: Value): string => `point AS MATERIALIZED (
    SELECT site, _ST_Expand(site, ${SPHERE_OF_SPHEROID} * ${value('radiusMeters')}) AS box
    FROM (SELECT ${pointAt(value('lng'), value('lat'))} AS site) job
  )`;

const candidates = (near: string, row: string, value: Value): string => `
  WITH ${pointOfJob(value)}, ${near}
  SELECT ${row}
  FROM near g
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.status IN ('accepted', 'given_back')) AS accepted,
           count(*) AS resolved
    FROM offers o WHERE o.guard_id = g.user_id AND o.offered_at > ${value('now')} - interval '90 days' AND ${REACHED}
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
