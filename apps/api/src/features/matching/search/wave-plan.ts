import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import type { Rules } from '../../../platform/config/rules.js';

/** Whom one wave asks, and how long it waits for an answer. */
export interface Wave {
  /** Place in the plan, from 1. */
  step: number;
  radiusMeters: number;
  /** At most this many guards. */
  guards: number;
  /** Guards who were asked at this moment or later are left in peace. */
  askedSince: Date;
  expiresAt: Date;
  /** The last step is repeated until somebody takes the job or its time is up. */
  isLast: boolean;
}

/** What a search knows of itself. */
export interface Search {
  startTime: Date;
  openSince: Date;
  now: Date;
}

/** The last step found everybody there is: newcomers and second thoughts need not be looked for every minute. */
const REPEAT_MS = { soon: 5 * MINUTE_MS, scheduled: HOUR_MS };
/** Who let an offer pass is asked again after this, in the repetitions of the last step. */
const ASK_AGAIN_MS = { soon: 5 * MINUTE_MS, scheduled: 24 * HOUR_MS };

type PlanRules = Pick<
  Rules,
  | 'SOON_HOURS'
  | 'OFFER_TTL_SECONDS'
  | 'OFFER_TTL_SCHEDULED_SECONDS'
  | 'OFFERS_FIRST_WAVE'
  | 'OFFERS_SECOND_WAVE'
  | 'OFFERS_WAVE_LIMIT'
  | 'SEARCH_RADIUS_METERS'
  | 'SEARCH_RADIUS_WIDER_METERS'
  | 'SEARCH_RADIUS_WIDEST_METERS'
>;

/** A job that starts soon is searched from where guards are now, a later one from their base. */
export const startsSoon = (startTime: Date, now: Date, rules: Pick<Rules, 'SOON_HOURS'>): boolean =>
  startTime <= shift(now, rules.SOON_HOURS * HOUR_MS);

/** Everybody in the widest radius; repeated. */
export const LAST_STEP = 5;

/** The plan: the best few, the next few, all in the radius, all in a wider one, all in the widest; that again and again. */
export function planWave(step: number, { startTime, openSince, now }: Search, rules: PlanRules): Wave {
  const pace = startsSoon(startTime, now, rules) ? 'soon' : 'scheduled';
  const seconds = pace === 'soon' ? rules.OFFER_TTL_SECONDS : rules.OFFER_TTL_SCHEDULED_SECONDS;
  const all = rules.OFFERS_WAVE_LIMIT;
  const steps = [
    { radiusMeters: rules.SEARCH_RADIUS_METERS, guards: rules.OFFERS_FIRST_WAVE },
    { radiusMeters: rules.SEARCH_RADIUS_METERS, guards: rules.OFFERS_SECOND_WAVE },
    { radiusMeters: rules.SEARCH_RADIUS_METERS, guards: all },
    { radiusMeters: rules.SEARCH_RADIUS_WIDER_METERS, guards: all },
  ];
  const widest = { radiusMeters: rules.SEARCH_RADIUS_WIDEST_METERS, guards: all };
  const isLast = step >= LAST_STEP;
  const again = shift(now, -ASK_AGAIN_MS[pace]);
  return {
    ...(steps[step - 1] ?? widest),
    step: Math.min(step, LAST_STEP),
    askedSince: step > LAST_STEP && again > openSince ? again : openSince,
    expiresAt: shift(now, seconds * SECOND_MS),
    isLast,
  };
}

/** When the last step is taken again; a scheduled job no later than the moment it becomes one that starts soon. */
export function repeatAt({ startTime, now }: Search, rules: Pick<Rules, 'SOON_HOURS'>): Date {
  if (startsSoon(startTime, now, rules)) return shift(now, REPEAT_MS.soon);
  const soonAt = shift(startTime, -rules.SOON_HOURS * HOUR_MS);
  const next = shift(now, REPEAT_MS.scheduled);
  return soonAt < next ? soonAt : next;
}
