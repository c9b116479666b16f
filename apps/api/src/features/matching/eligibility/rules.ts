import type { Value } from './question.js';
import { arrivesBeforeEnd, notOnDayOff, timeToTravel, withinWorkingHours, workWithin } from './work-rules.js';

/**
 * Where a rule is asked. `search`: before a job is offered, and by whatever counts or explains who it can be offered to.
 * `offer`: while an offer stands, which else ends. `acceptance`: of what can have changed since the offer. `check_in`: of what
 * must hold when the work begins. `change`: of a guard who has the job, before its times or its place become others.
 */
export type Door = 'search' | 'offer' | 'acceptance' | 'check_in' | 'change';

/** Where the search for a job begins: at guards on duty, where they are now; or at any guard's base. */
export type Origin = 'on_duty' | 'from_base';

/** `seenSince`: since when a position counts, of a demand; null: searched from the bases. */
export const originOf = ({ seenSince }: { seenSince: Date | null }): Origin => (seenSince ? 'on_duty' : 'from_base');

/** The column of a guard's position that such a search goes by. */
export const POSITION_OF: Record<Origin, 'current_location' | 'base_location'> = {
  on_duty: 'current_location',
  from_base: 'base_location',
};

/** Metres on the spheroid from where a search counts the guard to the site of `point`. */
export const distanceFrom = (origin: Origin): string =>
  `ST_Distance(g.${POSITION_OF[origin]}, (SELECT site FROM point), true)`;

/** What conditions are written with; `g` is the guard's row of guard_profiles, `point` a row with the `site` of the job. */
export interface Terms {
  value: Value;
  /** SQL: metres from where the search counts the guard to the site; null when that is not known. */
  distance: () => string;
}

/** What the sentences of some rules name. */
export interface Facts {
  missingSkills: string[];
  distanceMeters: number | null;
}

/** One thing that is asked of a guard. */
export interface Rule {
  doors: readonly Door[];
  /** Asked only of a search that begins there; else of both. */
  origin?: Origin;
  /** SQL; false or null: not met. */
  condition: (terms: Terms) => string;
  /**
   * SQL of what the index of the search holds of it: met by all who meet the condition. `position` is the indexed column,
   * `point` has the `keys` of the job's skills too.
   */
  indexed?: { origins: readonly Origin[]; condition: (terms: { value: Value; position: string }) => string };
  /** SQL of what the sentence names. */
  facts?: Partial<Record<keyof Facts, (terms: Terms) => string>>;
  /** For the guard who does not meet it. */
  sentence: string | ((facts: Facts) => string);
}

const ALL_DOORS = ['search', 'offer', 'acceptance', 'check_in', 'change'] as const;
const UNTIL_ACCEPTED = ['search', 'offer', 'acceptance'] as const;
/** Rules of the times of a job, and of where it is. */
const WHEN_TIMES_ARE_SET = [...UNTIL_ACCEPTED, 'change'] as const;

const BOTH = ['on_duty', 'from_base'] as const;
const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;
/** Metres on PostGIS's sphere are at most so many times those on the spheroid (along a meridian, at the equator). */
export const SPHERE_OF_SPHEROID = 1.006;

/**
 * Who may take a job: the one place that says it. In the order in which they are asked and told; those that look into
 * other tables come last, so that they are asked only of guards who meet the rest. They are scalar on purpose: a join could
 * take the search's walk out of its order.
 */
export const RULES = {
  on_duty: {
    doors: ['search', 'offer'],
    origin: 'on_duty',
    condition: () => `g.availability_status = 'available'`,
    indexed: { origins: ['on_duty'], condition: () => `g.availability_status = 'available'` },
    sentence: 'The job starts soon and you are not on duty.',
  },
  position_fresh: {
    doors: ['search'],
    origin: 'on_duty',
    condition: ({ value }) => `g.location_updated_at >= ${value('seenSince')}`,
    sentence: 'The job starts soon and your last position is too old.',
  },
  radius: {
    doors: ['search'],
    condition: ({ value, distance }) => `${distance()} <= ${value('radiusMeters')}`,
    indexed: {
      origins: BOTH,
      // A box on the sphere around a distance on the spheroid.
      condition: ({ value, position }) =>
        `g.${position} && _ST_Expand((SELECT site FROM point), ${SPHERE_OF_SPHEROID} * ${value('radiusMeters')})`,
    },
    facts: { distanceMeters: ({ distance }) => distance() },
    sentence: ({ distanceMeters }) =>
      distanceMeters === null ? 'Where you are is not known.' : 'You are outside of the radius searched so far.',
  },
  time_left: {
    doors: UNTIL_ACCEPTED,
    condition: ({ value, distance }) => arrivesBeforeEnd(distance(), value),
    sentence: 'The job would be over before you are there.',
  },
  license_verified: {
    doors: ALL_DOORS,
    condition: () => `g.license_verified_at IS NOT NULL`,
    indexed: { origins: ['from_base'], condition: () => `g.license_verified_at IS NOT NULL` },
    sentence: 'Your licence has not been verified yet.',
  },
  license_lasts: {
    doors: ALL_DOORS,
    condition: ({ value }) => `g.license_expires_on >= ${value('licensedThrough')}`,
    sentence: 'Your licence ends before the job, or too soon after it.',
  },
  clearance: {
    doors: ALL_DOORS,
    condition: ({ value }) => `g.clearance_level >= ${value('clearance')}`,
    indexed: { origins: BOTH, condition: ({ value }) => `g.clearance_level >= ${value('clearance')}` },
    sentence: 'The job needs a higher clearance.',
  },
  skills: {
    doors: ALL_DOORS,
    condition: ({ value }) => `g.skills @> ${value('skills')}`,
    // Keys are hashes that two skills may share. Those of the job are computed once: an index that is not exact asks again
    // for each row it gives.
    indexed: { origins: BOTH, condition: () => `g.skill_keys @> (SELECT keys FROM point)` },
    facts: {
      missingSkills: ({ value }) =>
        `ARRAY(SELECT needed FROM jsonb_array_elements_text(${value('skills')}) AS needed WHERE NOT g.skills ? needed)`,
    },
    sentence: ({ missingSkills }) => `The job needs: ${missingSkills.join(', ')}.`,
  },
  rate: {
    doors: ['search'],
    condition: ({ value }) => `g.hourly_rate_cents <= ${value('payoutPerHourCents')}`,
    indexed: { origins: BOTH, condition: ({ value }) => `g.hourly_rate_cents <= ${value('payoutPerHourCents')}` },
    sentence: 'The job pays less per hour than your rate.',
  },
  /** A guard on duty works now, whatever their hours are; one who accepts outside of them wants to. */
  working_hours: {
    doors: ['search'],
    origin: 'from_base',
    condition: ({ value }) => withinWorkingHours(value),
    sentence: 'The job is outside of your working hours.',
  },
  days_off: {
    doors: ['search'],
    origin: 'from_base',
    condition: ({ value }) => notOnDayOff(value),
    sentence: 'You have that day off.',
  },
  payout_account: {
    doors: UNTIL_ACCEPTED,
    condition: ({ value }) => `NOT ${value('payoutsMustBeReady')} OR g.payouts_ready_at IS NOT NULL`,
    sentence: 'Your account to be paid on is not ready: finish what Stripe still asks of you.',
  },
  account_active: {
    doors: ALL_DOORS,
    condition: () => `(SELECT u.status = 'active' AND u.deleted_at IS NULL FROM users u WHERE u.id = g.user_id)`,
    sentence: 'Your account is not active.',
  },
  /** At acceptance the constraint jobs_no_overlap_per_guard says it, which no race can get round. */
  free: {
    doors: ['search', 'offer', 'change'],
    condition: ({ value }) => `(SELECT count(*) = 0 FROM jobs held
        WHERE held.guard_id = g.user_id AND held.status IN ('matched', 'in_progress')
          AND tstzrange(held.start_time, held.end_time) && tstzrange(${value('startTime')}, ${value('endTime')})
          AND held.id IS DISTINCT FROM ${value('jobId')})`,
    sentence: 'You hold another job at that time.',
  },
  travel: {
    doors: WHEN_TIMES_ARE_SET,
    condition: ({ value }) => timeToTravel(value),
    sentence: 'You hold another job too near in time to get from one to the other.',
  },
  day_work: {
    doors: WHEN_TIMES_ARE_SET,
    condition: ({ value }) => workWithin(DAY_HOURS, 'dayWorkMaxHours', value),
    sentence: 'With this job you would work too many hours of a day (any 24 hours).',
  },
  week_work: {
    doors: WHEN_TIMES_ARE_SET,
    condition: ({ value }) => workWithin(WEEK_HOURS, 'weekWorkMaxHours', value),
    sentence: 'With this job you would work too many hours of a week (any 7 days).',
  },
  not_asked: {
    doors: ['search'],
    condition: ({ value }) => `(SELECT count(*) = 0 FROM offers asked
        WHERE asked.job_id = ${value('jobId')} AND asked.guard_id = g.user_id
          AND (asked.status = 'given_back'
               OR asked.status = 'declined' AND NOT EXISTS (
                 SELECT FROM jobs other WHERE other.id = asked.job_id AND other.terms_changed_at > asked.offered_at)
               OR ${value('askedSince')} IS NOT NULL
                  AND (asked.status = 'offered' OR asked.offered_at >= ${value('askedSince')})))`,
    sentence: 'You have been asked for this job already.',
  },
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

const ENTRIES = Object.entries(RULES) as [RuleName, Rule][];

/** The rules of a door, in their order. */
export const rulesAt = (door: Door, origin: Origin): [RuleName, Rule][] =>
  ENTRIES.filter(([, rule]) => rule.doors.includes(door) && (rule.origin ?? origin) === origin);

export const standsAt = (door: Door, name: RuleName): boolean => (RULES[name] as Rule).doors.includes(door);

/** SQL that is true for a guard who meets all rules of the search; else false or null. */
export const eligibleFor = (origin: Origin, terms: Terms): string =>
  rulesAt('search', origin)
    .map(([, { condition }]) => `(${condition(terms)})`)
    .join('\n        AND ');

/** SQL of all that the index of a search holds. */
export const indexedFor = (origin: Origin, terms: { value: Value; position: string }): string =>
  rulesAt('search', origin)
    .flatMap(([, { indexed }]) => (indexed?.origins.includes(origin) ? [indexed.condition(terms)] : []))
    .join('\n          AND ');

/** What to tell a guard of the rules that they do not meet, in their order. */
export const sentencesFor = (unmet: readonly RuleName[], facts: Facts): string[] =>
  unmet.map((name) => {
    const { sentence }: Rule = RULES[name];
    return typeof sentence === 'string' ? sentence : sentence(facts);
  });
