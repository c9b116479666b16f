import type { Words } from '@aegis/words';
import type { Sentence } from '../../../platform/http/problem.js';
import { fullNameSql } from '../../identity/users/full-name.js';
import type { Value } from './question.js';
import {
  arrivesBeforeEnd,
  holdsNoneMeanwhile,
  looksWithin,
  notOnDayOff,
  OF_A_DAY,
  OF_A_WEEK,
  timeToTravel,
  withinWorkingHours,
  workWithin,
} from './work-rules.js';

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

/** Of a row of `users` under an alias. */
const isActive = (user: string): string => `${user}.status = 'active' AND ${user}.deleted_at IS NULL`;

/** One look at the account of the guard `g`. OFFSET 0 keeps the planner from joining all of `users` in its place. */
export const LOOK_AT_ACCOUNT = `LATERAL (
        SELECT ${fullNameSql('u')} AS name, ${isActive('u')} AS is_active FROM users u WHERE u.id = g.user_id OFFSET 0
      ) account`;

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
  /** The same condition in a search, of what one look at their `account` and one at their `work` have found. */
  ofLook?: (terms: Terms) => string;
  /**
   * SQL of what the index of the search holds of it: met by all who meet the condition. `position` is the indexed column,
   * `point` has a `box` around the radius too.
   */
  indexed?: { origins: readonly Origin[]; condition: (terms: { value: Value; position: string }) => string };
  /** SQL of what the sentence names. */
  facts?: Partial<Record<keyof Facts, (terms: Terms) => string>>;
  /** For the guard who does not meet it. */
  sentence: (words: Words, facts: Facts) => string;
}

const ALL_DOORS = ['search', 'offer', 'acceptance', 'check_in', 'change'] as const;
const UNTIL_ACCEPTED = ['search', 'offer', 'acceptance'] as const;
/** Rules of the times of a job, and of where it is. */
const WHEN_TIMES_ARE_SET = [...UNTIL_ACCEPTED, 'change'] as const;

const BOTH = ['on_duty', 'from_base'] as const;
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
    sentence: (words) => words('eligibility.on_duty'),
  },
  position_fresh: {
    doors: ['search'],
    origin: 'on_duty',
    condition: ({ value }) => `g.location_updated_at >= ${value('seenSince')}`,
    sentence: (words) => words('eligibility.position_fresh'),
  },
  radius: {
    doors: ['search'],
    condition: ({ value, distance }) => `${distance()} <= ${value('radiusMeters')}`,
    indexed: {
      origins: BOTH,
      // A box on the sphere around a distance on the spheroid.
      condition: ({ position }) => `g.${position} && (SELECT box FROM point)`,
    },
    facts: { distanceMeters: ({ distance }) => distance() },
    sentence: (words, { distanceMeters }) =>
      words(distanceMeters === null ? 'eligibility.unknownPosition' : 'eligibility.radius'),
  },
  time_left: {
    doors: UNTIL_ACCEPTED,
    condition: ({ value, distance }) => arrivesBeforeEnd(distance(), value),
    sentence: (words) => words('eligibility.time_left'),
  },
  license_verified: {
    doors: ALL_DOORS,
    condition: () => `g.license_verified_at IS NOT NULL`,
    indexed: { origins: ['from_base'], condition: () => `g.license_verified_at IS NOT NULL` },
    sentence: (words) => words('eligibility.license_verified'),
  },
  license_lasts: {
    doors: ALL_DOORS,
    condition: ({ value }) => `g.license_expires_on >= ${value('licensedThrough')}`,
    sentence: (words) => words('eligibility.license_lasts'),
  },
  clearance: {
    doors: ALL_DOORS,
    condition: ({ value }) => `g.clearance_level >= ${value('clearance')}`,
    indexed: { origins: BOTH, condition: ({ value }) => `g.clearance_level >= ${value('clearance')}` },
    sentence: (words) => words('eligibility.clearance'),
  },
  skills: {
    doors: ALL_DOORS,
    condition: ({ value }) => `g.skills @> ${value('skills')}`,
    // Keys are hashes that two skills may share.
    indexed: { origins: BOTH, condition: ({ value }) => `g.skill_keys @> ${value('skillKeys')}` },
    facts: {
      missingSkills: ({ value }) =>
        `ARRAY(SELECT needed FROM jsonb_array_elements_text(${value('skills')}) AS needed WHERE NOT g.skills ? needed)`,
    },
    sentence: (words, { missingSkills }) => words('eligibility.skills', { skills: missingSkills.join(', ') }),
  },
  rate: {
    doors: ['search'],
    condition: ({ value }) => `g.hourly_rate_cents <= ${value('payoutPerHourCents')}`,
    indexed: { origins: BOTH, condition: ({ value }) => `g.hourly_rate_cents <= ${value('payoutPerHourCents')}` },
    sentence: (words) => words('eligibility.rate'),
  },
  /** A guard on duty works now, whatever their hours are; one who accepts outside of them wants to. */
  working_hours: {
    doors: ['search'],
    origin: 'from_base',
    condition: ({ value }) => withinWorkingHours(value),
    sentence: (words) => words('eligibility.working_hours'),
  },
  days_off: {
    doors: ['search'],
    origin: 'from_base',
    condition: ({ value }) => notOnDayOff(value),
    sentence: (words) => words('eligibility.days_off'),
  },
  payout_account: {
    doors: UNTIL_ACCEPTED,
    condition: ({ value }) => `NOT ${value('payoutsMustBeReady')} OR g.payouts_ready_at IS NOT NULL`,
    sentence: (words) => words('eligibility.payout_account'),
  },
  account_active: {
    doors: ALL_DOORS,
    condition: () => `(SELECT ${isActive('u')} FROM users u WHERE u.id = g.user_id)`,
    ofLook: () => 'account.is_active',
    sentence: (words) => words('eligibility.account_active'),
  },
  /** At acceptance the constraint jobs_no_overlap_per_guard says it, which no race can get round. */
  free: {
    doors: ['search', 'offer', 'change'],
    condition: ({ value }) => holdsNoneMeanwhile(value),
    ofLook: () => 'work.meanwhile = 0',
    sentence: (words) => words('eligibility.free'),
  },
  travel: {
    doors: WHEN_TIMES_ARE_SET,
    condition: ({ value }) => timeToTravel(value),
    ofLook: () => 'work.too_near = 0',
    sentence: (words) => words('eligibility.travel'),
  },
  day_work: {
    doors: WHEN_TIMES_ARE_SET,
    condition: ({ value }) => workWithin(OF_A_DAY, value),
    ofLook: ({ value }) => looksWithin(OF_A_DAY, 'work.around_day', value),
    sentence: (words) => words('eligibility.day_work'),
  },
  week_work: {
    doors: WHEN_TIMES_ARE_SET,
    condition: ({ value }) => workWithin(OF_A_WEEK, value),
    ofLook: ({ value }) => looksWithin(OF_A_WEEK, 'work.around_week', value),
    sentence: (words) => words('eligibility.week_work'),
  },
  not_asked: {
    doors: ['search'],
    // The guards asked are one set, found once and then looked up for each guard.
    condition: ({ value }) => `g.user_id NOT IN (SELECT asked.guard_id FROM offers asked
        WHERE asked.job_id = ${value('jobId')}
          AND (asked.status = 'given_back'
               OR asked.status = 'declined' AND NOT EXISTS (
                 SELECT FROM jobs other WHERE other.id = asked.job_id AND other.terms_changed_at > asked.offered_at)
               OR ${value('askedSince')} IS NOT NULL
                  AND (asked.status = 'offered' OR asked.offered_at >= ${value('askedSince')})))`,
    sentence: (words) => words('eligibility.not_asked'),
  },
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

const ENTRIES = Object.entries(RULES) as [RuleName, Rule][];

/** The rules of a door, in their order. */
export const rulesAt = (door: Door, origin: Origin): [RuleName, Rule][] =>
  ENTRIES.filter(([, rule]) => rule.doors.includes(door) && (rule.origin ?? origin) === origin);

export const standsAt = (door: Door, name: RuleName): boolean => (RULES[name] as Rule).doors.includes(door);

const joined = (conditions: readonly string[]): string =>
  conditions.map((condition) => `(${condition})`).join('\n        AND ');

/**
 * SQL that is true for a guard who meets the rules of the search that their own row and the job tell; else false or null. What the
 * index has answered exactly is not asked again.
 */
export const eligibleByRow = (origin: Origin, terms: Terms): string => {
  const answered = conditionsIndexed(origin, { value: terms.value, position: POSITION_OF[origin] });
  return joined(
    rulesAt('search', origin)
      .filter(([, { ofLook }]) => !ofLook)
      .map(([, { condition }]) => condition(terms))
      .filter((condition) => !answered.includes(condition)),
  );
};

/** The same of all the other rules: what the looks have found. */
export const eligibleByLooks = (origin: Origin, terms: Terms): string =>
  joined(rulesAt('search', origin).flatMap(([, { ofLook }]) => (ofLook ? [ofLook(terms)] : [])));

const conditionsIndexed = (origin: Origin, terms: { value: Value; position: string }): string[] =>
  rulesAt('search', origin).flatMap(([, { indexed }]) =>
    indexed?.origins.includes(origin) ? [indexed.condition(terms)] : [],
  );

/** SQL of all that the index of a search holds. */
export const indexedFor = (origin: Origin, terms: { value: Value; position: string }): string =>
  conditionsIndexed(origin, terms).join('\n          AND ');

/** What to tell a guard of the rules that they do not meet, in their order. */
export const sentencesFor = (unmet: readonly RuleName[], facts: Facts): Sentence[] =>
  unmet.map((name) => {
    const { sentence }: Rule = RULES[name];
    return (words) => sentence(words, facts);
  });
