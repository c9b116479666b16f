import type { Endpoint } from '@aegis/contract';
import type { z } from 'zod';

/** Why a number places no guard. */
export type Told =
  /** A count, a version, an order. */
  | 'no place'
  /** A time that was booked or worked. */
  | 'time'
  /** A rule of the market. */
  | 'rule'
  /** Where the job is, or what the caller entered themself. */
  | 'site'
  /** The caller's own position, or a distance to it. */
  | 'own'
  /** Of guards near by, computed on the grid and given in bands. */
  | 'rough'
  /** Null for everybody but administrators. */
  | 'withheld'
  /** Only of a guard who has accepted, while they are on the way or at work, to the parties of the job. */
  | 'from acceptance'
  /** Of a guard on site, to whoever has a link that a party of the job has given them. */
  | 'from arrival';

type Row = Readonly<Record<string, Told>>;

const place = (told: Told, name: string): Row => ({ [`${name}.lat`]: told, [`${name}.lng`]: told });

const JOB: Row = {
  ...{ durationHours: 'time', workedMinutes: 'time', siteRadiusMeters: 'site', version: 'no place' },
  ...place('site', 'location'),
};
const PROFILE: Row = {
  ...{
    averageRating: 'no place',
    totalJobsCompleted: 'no place',
    totalMinutesWorked: 'time',
    papersVersion: 'no place',
  },
  ...{ 'workingWeek[].fromMinute': 'own', 'workingWeek[].toMinute': 'own' },
  ...place('own', 'baseLocation'),
  ...place('own', 'currentLocation'),
};
const SCORE: Row = {
  ...{
    distanceMeters: 'withheld',
    score: 'withheld',
    'components.proximity': 'withheld',
    'components.skills': 'withheld',
  },
  ...{ 'components.rating': 'withheld', 'components.acceptance': 'withheld', 'components.fairness': 'withheld' },
};
const CARD: Row = { averageRating: 'no place', totalJobsCompleted: 'no place' };
const TERMS: Row = { 'terms.siteRadiusMeters': 'site', ...place('site', 'terms.location') };
const SAVED: Row = { siteRadiusMeters: 'site', ...place('site', 'location') };
const WEIGHTS: Row = {
  ...{ 'weights.proximity': 'rule', 'weights.skills': 'rule', 'weights.rating': 'rule', 'weights.acceptance': 'rule' },
  'weights.fairness': 'rule',
};

const CORRECTION: Row = { fromMinutes: 'time', toMinutes: 'time', decidedMinutes: 'time' };
const HOURS: Row = {
  ...{ bookedMinutes: 'time', workedMinutes: 'time', billedMinutes: 'time', mostMinutes: 'time', ...CORRECTION },
  ...{ presentMinutes: 'time', unknownMinutes: 'time', awayMinutes: 'time', breakMinutes: 'time' },
  'intervals[].fixes': 'no place',
};
const QUIET_HOURS: Row = { 'quietHours.fromMinute': 'own', 'quietHours.untilMinute': 'own' };

/**
 * Every number but money that the contract answers to others than administrators, by endpoint and by the end of its path. A new
 * endpoint has no row, and a new number in an old one has none either.
 */
export const NUMBERS: Readonly<Record<string, Row>> = {
  ...rowsOf(JOB, 'jobs', [
    'create',
    'list',
    'get',
    'cancel',
    'checkIn',
    'checkOut',
    'confirmArrival',
    'answerLate',
    'rest',
  ]),
  ...rowsOf(HOURS, 'hours', ['ofJob', 'beginBreak', 'endBreak']),
  ...rowsOf(CORRECTION, 'hours', ['ask', 'agree', 'decline', 'withdraw']),
  ...rowsOf({ unread: 'no place' }, 'notifications', ['unread', 'read']),
  ...rowsOf(QUIET_HOURS, 'notifications', ['preferences', 'setPreferences']),
  'auth.secondFactor': { recoveryCodesLeft: 'no place' },
  'passkeys.offer': { 'options.timeout': 'no place', 'options.pubKeyCredParams[].alg': 'no place' },
  'passkeys.challenge': { 'options.timeout': 'no place' },
  ...rowsOf(PROFILE, 'guards', ['me', 'replaceMe', 'setWorkingHours', 'setAvailability']),
  ...rowsOf(TERMS, 'jobEdits', ['proposals', 'accept', 'decline', 'withdraw']),
  ...rowsOf(SAVED, 'places', ['saved', 'save', 'change']),
  ...rowsOf(place('site', 'position'), 'places', ['search', 'nearest']),
  'jobs.cancel': { ...JOB, percent: 'rule' },
  'jobs.quote': { eligibleGuards: 'rough', nearestMeters: 'rough' },
  'jobs.candidates': { ...SCORE, ...CARD, distanceMeters: 'rough' },
  'jobs.matchExplanation': {
    ...{ ...SCORE, ...WEIGHTS, wave: 'no place', rank: 'no place', radiusMeters: 'rule', marketAcceptance: 'no place' },
    ...{ onlyNearest: 'no place', 'mine.guardsAhead': 'no place' },
  },
  'jobs.timeline': { id: 'no place', 'details{}': 'from acceptance' },
  'jobs.arrivalCode': { triesLeft: 'no place' },
  'jobEdits.edit': { ...JOB, ...TERMS },
  'offers.accept': JOB,
  'offers.mine': { durationHours: 'time', distanceMeters: 'own', ...place('site', 'location') },
  'guards.card': CARD,
  'guards.earnings': { jobsCompleted: 'no place', minutesWorked: 'time' },
  'tracking.upload': { stored: 'no place', duplicates: 'no place', index: 'no place' },
  'tracking.latest': {
    ...{ lat: 'from acceptance', lng: 'from acceptance', accuracyMeters: 'from acceptance', ageSeconds: 'time' },
    ...{ speedMps: 'from acceptance', headingDegrees: 'from acceptance' },
  },
  'tracking.trail': {
    ...{ 'coordinates[]': 'from acceptance', 'coordinates[][]': 'from acceptance', fixes: 'no place' },
    ...{ lengthMeters: 'from acceptance', meters: 'from acceptance', accuracyMeters: 'from acceptance' },
  },
  ...rowsOf({ ...place('from acceptance', 'location'), accuracyMeters: 'from acceptance' }, 'alarms', [
    'ofJob',
    'raise',
    'withdraw',
  ]),
  'sharing.look': {
    ...place('site', 'site'),
    ...{ awayMiles: 'rough', ...place('from arrival', 'guard.position'), 'guard.accuracyMeters': 'from arrival' },
  },
  ...rowsOf({ entries: 'no place', workedMinutes: 'time' }, 'receipts', ['ofJob', 'agree']),
  'payments.statement': { 'taxes[].ratePercent': 'rule' },
  'payments.receipt': {
    ...{ 'taxes[].ratePercent': 'rule', 'invoice.number': 'no place' },
    ...{ workedMinutes: 'time', billedMinutes: 'time', fromMinutes: 'time', toMinutes: 'time' },
    ...{ decidedMinutes: 'time' },
  },
  'payments.methods': { expiresMonth: 'no place', expiresYear: 'no place' },
};

/** Those of them that are rows of a table of the market's rules. */
const CONFIG = 'web.config';

function rowsOf(row: Row, group: string, names: readonly string[]): Record<string, Row> {
  return Object.fromEntries(names.map((name) => [`${group}.${name}`, row]));
}

/** Undefined: nobody has said what it is. */
export function toldOf(endpoint: string, leaf: string): Told | undefined {
  if (endpoint === CONFIG && leaf.startsWith('rules.')) return 'rule';
  const row = Object.entries(NUMBERS[endpoint] ?? {});
  return row.find(([end]) => leaf === end || leaf.endsWith(`.${end}`))?.[1];
}

/** Paths of all numbers of an answer that are not money; of what the contract does not look into, one path. */
export function numericLeaves({ answer }: Endpoint): string[] {
  const leaves = new Set<string>();
  if (answer) collect(answer, '', leaves);
  return [...leaves].filter((leaf) => !/Cents$/.test(leaf));
}

/** What zod keeps of a schema that the walk needs; it has no public type for it. */
interface Inner {
  type: string;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
  options?: z.ZodType[];
  items?: z.ZodType[];
  valueType?: z.ZodType;
  in?: z.ZodType;
}

function collect(schema: z.ZodType, path: string, leaves: Set<string>): void {
  const { type, shape, element, innerType, options, items, valueType, in: input } = schema.def as unknown as Inner;
  if (type === 'number' || type === 'unknown') leaves.add(path);
  for (const [key, field] of Object.entries(shape ?? {})) collect(field, path === '' ? key : `${path}.${key}`, leaves);
  for (const inner of [...(element ? [element] : []), ...(items ?? [])]) collect(inner, `${path}[]`, leaves);
  if (valueType) collect(valueType, `${path}{}`, leaves);
  for (const inner of [innerType, input, ...(options ?? [])]) if (inner) collect(inner, path, leaves);
}

/** Every number of an answer with where it stands. */
export function* numbersOf(value: unknown, path = ''): Generator<[string, number]> {
  if (typeof value === 'number') yield [path, value];
  if (value === null || typeof value !== 'object') return;
  for (const [key, field] of Object.entries(value)) yield* numbersOf(field, `${path}.${key}`);
}
