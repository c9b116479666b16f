import type { Value } from './question.js';

/** SQL of the rules of time: when a guard works, how they get from one job to the next, and how much work is too much. */

/** Of the job within the guard's weekly hours: minutes of the week that the job begins in, the last of them perhaps in the next. */
export const withinWorkingHours = (value: Value): string => `g.working_week IS NULL OR (
        SELECT int4multirange(
            int4range(minute.starts, least(minute.ends, 10080)), int4range(0, greatest(minute.ends - 10080, 0)))
          <@ g.working_week
        FROM (
          SELECT floor(EXTRACT(EPOCH FROM local.starts - monday) / 60)::integer AS starts,
            ceil(EXTRACT(EPOCH FROM greatest(local.ends, local.starts) - monday) / 60)::integer AS ends
          FROM (SELECT ${value('startTime')} AT TIME ZONE g.time_zone AS starts,
                       ${value('endTime')} AT TIME ZONE g.time_zone AS ends) local,
            date_trunc('week', local.starts) AS monday
        ) minute)`;

export const notOnDayOff = (value: Value): string => `isempty(g.days_off) OR NOT g.days_off && daterange(
        (${value('startTime')} AT TIME ZONE g.time_zone)::date,
        ((${value('endTime')} - interval '1 microsecond') AT TIME ZONE g.time_zone)::date, '[]')`;

/** Seconds on the way over the metres of an expression. */
const travelSeconds = (meters: string, value: Value): string => `(${meters}) / ${value('travelSpeedMps')}`;

/** With distance unknown the guard is thought to be there. */
export const arrivesBeforeEnd = (distance: string, value: Value): string =>
  `${value('now')} + make_interval(secs => COALESCE(${travelSeconds(distance, value)}, 0)) < ${value('endTime')}`;

/** A job is as long as booked and can be extended by as much; so one that reaches into a window began at most this before it. */
const LONGEST_WORK_HOURS = 72;
const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;
/** Half the way around the earth: no two sites are further apart. */
const FARTHEST_METERS = 20_040_000;

/** A job in the table under an alias. */
const isHeld = (job: string): string => `${job}.status IN ('matched', 'in_progress')`;

const isAtTheSameTime = (job: string, value: Value): string =>
  `${isHeld(job)} AND ${job}.start_time < ${value('endTime')} AND ${job}.end_time > ${value('startTime')}`;

/** Before this one or after it, with less time between them than the way takes; of one at the same time the rule `free` speaks. */
const isTooNear = (job: string, value: Value): string =>
  `${isHeld(job)}
          AND EXTRACT(EPOCH FROM greatest(${value('startTime')} - ${job}.end_time, ${job}.start_time - ${value('endTime')}))
            BETWEEN 0 AND ${value('travelMarginSeconds')} - 0.000001
              + ${travelSeconds(`ST_Distance(${job}.location_coordinates, (SELECT site FROM point))`, value)}`;

/** The longest that a job can have to do with another by the way between them. */
const longestTravel = (value: Value): string =>
  `make_interval(secs => ${travelSeconds(`${FARTHEST_METERS}::double precision`, value)} + ${value('travelMarginSeconds')})`;

/** Another job of the guard that can be at the same time, or be too near: by the index of their work, which the times bound. */
const isOtherAround = (job: string, value: Value): string =>
  `${job}.guard_id = g.user_id AND ${job}.id IS DISTINCT FROM ${value('jobId')}
          AND ${job}.start_time > ${value('startTime')} - interval '${LONGEST_WORK_HOURS} hours' - ${longestTravel(value)}
          AND ${job}.start_time < ${value('endTime')} + ${longestTravel(value)}`;

export const holdsNoneMeanwhile = (value: Value): string => `(SELECT count(*) = 0 FROM jobs held
        WHERE ${isOtherAround('held', value)} AND ${isAtTheSameTime('held', value)})`;

export const timeToTravel = (value: Value): string => `(SELECT count(*) = 0 FROM jobs held
        WHERE ${isOtherAround('held', value)} AND ${isTooNear('held', value)})`;

/** How long work may last in any stretch of so many hours, and the rule that says so. */
export interface WorkLimit {
  hours: number;
  most: 'dayWorkMaxHours' | 'weekWorkMaxHours';
}

export const OF_A_DAY: WorkLimit = { hours: DAY_HOURS, most: 'dayWorkMaxHours' };
export const OF_A_WEEK: WorkLimit = { hours: WEEK_HOURS, most: 'weekWorkMaxHours' };

const begins = (job: string): string => `COALESCE(${job}.started_at, ${job}.start_time)`;
const ends = (job: string): string => `COALESCE(${job}.completed_at, ${job}.cancelled_at, ${job}.end_time)`;

/** Work that reaches into a window of so many hours which this job reaches into. */
const isWorkAround = (job: string, hours: number, value: Value): string =>
  `(${job}.status <> 'cancelled' OR ${job}.started_at IS NOT NULL)
            AND ${job}.start_time > ${value('startTime')} - interval '${hours + LONGEST_WORK_HOURS} hours'
            AND ${job}.start_time < ${value('endTime')} + interval '${hours} hours'`;

/**
 * Of all windows of `hours` that this job reaches into none holds more work than `most`: a function of the schema, which is planned
 * once a connection. Written out, each search would prepare it, for the few guards of whom `workAround` leaves it open.
 */
export const workWithin = ({ hours, most }: WorkLimit, value: Value): string =>
  `works_within(g.user_id, ${value('jobId')}, ${value('startTime')}, ${value('endTime')}, ${hours}, ${value(most)})`;

/** All of it together, whether in one window or not: where that is little enough, no window holds too much. */
const workAround = ({ hours }: WorkLimit, value: Value): string =>
  `COALESCE(sum(greatest(${ends('w')} - ${begins('w')}, interval '0'))
            FILTER (WHERE ${isWorkAround('w', hours, value)}), interval '0') + (${value('endTime')} - ${value('startTime')})`;

/**
 * One look at the other jobs of the guard `g` around this one, for all rules that speak of them: the search asks it once of a
 * guard instead of each rule by itself. The covering index jobs_work_of_guard holds all of it.
 * `recent`: of the seven days before, by when the work is and not by when it was booked; it counts in the score.
 */
export const lookAtWork = (value: Value): string => `LATERAL (
        SELECT count(*) FILTER (WHERE ${isAtTheSameTime('w', value)}) AS meanwhile,
          count(*) FILTER (WHERE ${isTooNear('w', value)}) AS too_near,
          ${workAround(OF_A_DAY, value)} AS around_day,
          ${workAround(OF_A_WEEK, value)} AS around_week,
          count(*) FILTER (WHERE w.status <> 'cancelled' AND w.start_time < ${value('startTime')}
            AND w.start_time > ${value('startTime')} - interval '10 days'
            AND COALESCE(w.completed_at, w.end_time) > ${value('startTime')} - interval '7 days') AS recent
        FROM jobs w
        WHERE w.guard_id = g.user_id AND w.id IS DISTINCT FROM ${value('jobId')}
          AND w.start_time > ${value('startTime')}
            - greatest(interval '${WEEK_HOURS + LONGEST_WORK_HOURS} hours', interval '${LONGEST_WORK_HOURS} hours' + ${longestTravel(value)})
          AND w.start_time < ${value('endTime')} + greatest(interval '${WEEK_HOURS} hours', ${longestTravel(value)})
      ) work`;

/** The same of a look. */
export const looksWithin = (limit: WorkLimit, around: string, value: Value): string =>
  `${around} <= make_interval(hours => ${value(limit.most)}) OR ${workWithin(limit, value)}`;
