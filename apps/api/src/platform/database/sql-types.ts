/**
 * The types of PostgreSQL and what the driver makes of each. Called with SQL text, a type declares an expression that has it:
 * ``bigint('count(*)')``, ``instant.orNull('max(occurred_at)')``. A table is a record of such expressions, one a column
 * (database/tables.ts, written from the schema). statements.db.spec.ts asks the server whether each declaration is true.
 */
export interface SqlType<T> {
  (text: string): Expression<T>;
  /** As `format_type` prints it, without a length. */
  readonly sqlName: string;
  readonly isNullable: boolean;
  readonly orNull: SqlType<T | null>;
  /** For the compiler alone. */
  readonly value?: T;
}

export interface Expression<T> {
  readonly text: string;
  readonly type: SqlType<T>;
}

/** What a row has under each name: the columns of a table, or some of them together with expressions. */
export type Shape = Readonly<Record<string, Expression<unknown>>>;

export type ValueOf<Of> = Of extends Expression<infer T> ? T : Of extends SqlType<infer T> ? T : never;

/** The row as the driver gives it. */
export type RowOf<Of extends Shape> = { -readonly [Key in keyof Of]: ValueOf<Of[Key]> };

function type<T>(sqlName: string): SqlType<T> {
  const nullable: SqlType<T | null> = define<T | null>(sqlName, true, () => nullable);
  return define<T>(sqlName, false, () => nullable);
}

function define<T>(sqlName: string, isNullable: boolean, orNull: () => SqlType<T | null>): SqlType<T> {
  const declared: SqlType<T> = Object.defineProperties((text: string): Expression<T> => ({ text, type: declared }), {
    sqlName: { value: sqlName },
    isNullable: { value: isNullable },
    orNull: { get: orNull },
  }) as SqlType<T>;
  return declared;
}

export const uuid = type<string>('uuid');
export const text = type<string>('text');
export const citext = type<string>('citext');
export const inet = type<string>('inet');
/** Of the catalogue: names of tables, indexes and the like. */
export const identifier = type<string>('name');
export const integer = type<number>('integer');
/** Counts and sums too: read as a number (column-types.ts). */
export const bigint = type<number>('bigint');
export const numeric = type<number>('numeric');
export const real = type<number>('real');
export const double = type<number>('double precision');
export const boolean = type<boolean>('boolean');
export const instant = type<Date>('timestamp with time zone');
/** YYYY-MM-DD. */
export const day = type<string>('date');
export const bytes = type<Buffer>('bytea');

/** A place as it is stored, which no code reads: select it through `position` (geography.ts). */
export interface Geography {
  readonly isReadThrough: 'position';
}
export const geography = type<Geography>('geography');

/** Stretches as PostgreSQL writes them, `{[540,1020)}`: the end of each does not belong to it. */
export const minuteRanges = type<string>('int4multirange');
/** The same of calendar days, `{[2030-07-01,2030-07-15)}`. */
export const dayRanges = type<string>('datemultirange');

/** Values of an enumeration of the schema, in their order. */
export const oneOf = <const Values extends readonly string[]>(
  sqlName: string,
  _values: Values,
): SqlType<Values[number]> => type<Values[number]>(sqlName);

/** What a column of JSON holds is declared once, in database/json-columns.ts: no server can tell it. */
export const jsonb = <T>(): SqlType<T> => type<T>('jsonb');

/** What is built by the statement itself (json_build_object and its like). */
export const json = <T>(): SqlType<T> => type<T>('json');

/** A parameter of JSON, given as its text: of an array the driver would make one of PostgreSQL's. */
export const jsonText = type<string>('jsonb');

export const arrayOf = <T>(element: SqlType<T>): SqlType<T[]> => type<T[]>(`${element.sqlName}[]`);

export const uuids = arrayOf(uuid);
export const texts = arrayOf(text);
export const integers = arrayOf(integer);
export const doubles = arrayOf(double);
export const reals = arrayOf(real);
export const instants = arrayOf(instant);
export const booleans = arrayOf(boolean);

/** A parameter that is an array, given as its literal (plain-arrays.ts). */
export const literalOf = (array: SqlType<unknown[]>): SqlType<string> => type<string>(array.sqlName);
