import { clearanceLevel } from '../../../../database/tables.js';
import { selectList } from '../../../platform/database/shapes.js';
import {
  bigint,
  boolean,
  day,
  double,
  instant,
  integer,
  integers,
  jsonText,
  type RowOf,
  type Shape,
  type SqlType,
  uuid,
} from '../../../platform/database/sql-types.js';
import { type Statement, statement } from '../../../platform/database/statement.js';
import type { Contest } from '../candidates/threshold.js';
import type { Demand } from './demand.js';
import { skillKeys } from './skill-keys.js';

/** A demand, and of how many or of whom it is asked. */
export interface Asked extends Demand {
  /** At most this many guards. */
  limit: number;
  /** Null: of everybody. */
  guardId: string | null;
  /** Null: of all, whatever their score can be. */
  contest: Contest | null;
}

interface Source {
  type: SqlType<unknown>;
  of: (asked: Asked) => unknown;
}

/** A type, and what of that type is asked with. */
const source = <T>(type: SqlType<T>, of: (asked: Asked) => NoInfer<T>): Source => ({ type, of });

/** All that a condition can be asked with. */
const VALUES = {
  lng: source(double, ({ location }) => location.lng),
  lat: source(double, ({ location }) => location.lat),
  radiusMeters: source(double, ({ radiusMeters }) => radiusMeters),
  startTime: source(instant, ({ startTime }) => startTime),
  endTime: source(instant, ({ endTime }) => endTime),
  clearance: source(clearanceLevel, ({ requiredClearanceLevel }) => requiredClearanceLevel),
  skills: source(jsonText, ({ requiredSkills }) => JSON.stringify(requiredSkills)),
  skillKeys: source(integers, ({ requiredSkills }) => skillKeys(requiredSkills)),
  payoutPerHourCents: source(integer, ({ payoutPerHourCents }) => payoutPerHourCents),
  licensedThrough: source(day, ({ licensedThrough }) => licensedThrough),
  seenSince: source(instant.orNull, ({ seenSince }) => seenSince),
  soonFrom: source(instant, ({ soonFrom }) => soonFrom),
  askedSince: source(instant.orNull, ({ askedSince }) => askedSince),
  payoutsMustBeReady: source(boolean, ({ payoutsMustBeReady }) => payoutsMustBeReady),
  travelSpeedMps: source(double, ({ travelSpeedMps }) => travelSpeedMps),
  travelMarginSeconds: source(double, ({ travelMarginSeconds }) => travelMarginSeconds),
  dayWorkMaxHours: source(integer, ({ dayWorkMaxHours }) => dayWorkMaxHours),
  weekWorkMaxHours: source(integer, ({ weekWorkMaxHours }) => weekWorkMaxHours),
  jobId: source(uuid.orNull, ({ jobId }) => jobId),
  guardId: source(uuid.orNull, ({ guardId }) => guardId),
  now: source(instant, ({ now }) => now),
  limit: source(bigint, ({ limit }) => limit),
  floor: source(double.orNull, ({ contest }) => contest?.floor ?? null),
  scoreRadiusMeters: source(double.orNull, ({ contest }) => contest?.terms.radiusMeters ?? null),
  proximityWeight: source(double.orNull, ({ contest }) => contest?.terms.weights.proximity ?? null),
  skillsWeight: source(double.orNull, ({ contest }) => contest?.terms.weights.skills ?? null),
  ratingWeight: source(double.orNull, ({ contest }) => contest?.terms.weights.rating ?? null),
  ratingsNeeded: source(integer.orNull, ({ contest }) => contest?.terms.ratingsNeeded ?? null),
};

export type ValueName = keyof typeof VALUES;

/** The parameter of a value, with its type, for the SQL that is being written. */
export type Value = (name: ValueName) => string;

/** A statement, and what its parameters are, from `$1` on. */
export interface Question<Row extends object = object> extends Statement<readonly unknown[], Row> {
  readonly name: string;
  asks: readonly ValueName[];
}

/**
 * Conditions are put together to statements that take only what they use, so nobody counts parameters by hand.
 * @param gives the row
 * @param write the text, given `gives` as a SELECT list
 */
export function question<Gives extends Shape>(
  name: string,
  gives: (value: Value) => Gives,
  write: (row: string, value: Value) => string,
): Question<RowOf<Gives>> {
  const asks: ValueName[] = [];
  const value: Value = (asked) => {
    if (!asks.includes(asked)) asks.push(asked);
    return `$${asks.indexOf(asked) + 1}::${VALUES[asked].type.sqlName}`;
  };
  const shape = gives(value);
  const text = write(selectList(shape), value);
  return { ...statement({ name, takes: asks.map((asked) => VALUES[asked].type), gives: shape, text }), name, asks };
}

export const valuesFor = ({ asks }: Pick<Question, 'asks'>, asked: Asked): unknown[] =>
  asks.map((name) => VALUES[name].of(asked));
