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

/** Between this job and each that they hold before or after it; of one at the same time the rule `free` speaks. */
export const timeToTravel = (value: Value): string => `(SELECT count(*) = 0 FROM jobs held
        WHERE held.guard_id = g.user_id AND held.status IN ('matched', 'in_progress')
          AND held.id IS DISTINCT FROM ${value('jobId')}
          AND EXTRACT(EPOCH FROM greatest(${value('startTime')} - held.end_time, held.start_time - ${value('endTime')}))
            BETWEEN 0 AND ${value('travelMarginSeconds')} - 0.000001
              + ${travelSeconds(`ST_Distance(held.location_coordinates, (SELECT site FROM point))`, value)})`;

/** A job is as long as booked and can be extended by as much; so one that reaches into a window began at most this before it. */
const LONGEST_WORK_HOURS = 72;

/**
 * Of all windows of `windowHours` that this job reaches into none holds more work than `most`: of jobs held, as they are booked,
 * and of jobs done, as they were worked. The most of it is in a window that begins with a piece of work or ends with one.
 */
export const workWithin = (windowHours: number, most: 'dayWorkMaxHours' | 'weekWorkMaxHours', value: Value): string => {
  const [starts, ends] = [value('startTime'), value('endTime')];
  const span = `interval '${windowHours} hours'`;
  return `NOT EXISTS (
        WITH work AS (
          SELECT ${starts} AS begins, ${ends} AS ends
          UNION ALL
          SELECT COALESCE(w.started_at, w.start_time), COALESCE(w.completed_at, w.cancelled_at, w.end_time)
          FROM jobs w
          WHERE w.guard_id = g.user_id AND w.id IS DISTINCT FROM ${value('jobId')}
            AND (w.status <> 'cancelled' OR w.started_at IS NOT NULL)
            AND w.start_time > ${starts} - interval '${windowHours + LONGEST_WORK_HOURS} hours'
            AND w.start_time < ${ends} + ${span}
        ), windows AS (
          SELECT begins AS opens FROM work UNION SELECT ends - ${span} FROM work
        )
        SELECT FROM windows JOIN work ON work.begins < opens + ${span} AND work.ends > opens
        WHERE opens < ${ends} AND opens + ${span} > ${starts}
        GROUP BY opens
        HAVING sum(least(work.ends, opens + ${span}) - greatest(work.begins, opens))
          > make_interval(hours => ${value(most)}))`;
};
