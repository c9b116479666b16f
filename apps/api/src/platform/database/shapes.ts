import type { Expression, Shape, SqlType } from './sql-types.js';

type Nullable<Of extends Shape> = {
  readonly [Key in keyof Of]: Of[Key] extends Expression<infer T> ? Expression<T | null> : never;
};

/** The columns of a table under the name it has in this statement: `aliased(jobs, 'j').guardId` is `j.guard_id`. */
export const aliased = <Of extends Shape>(table: Of, alias: string): Of =>
  mapped(table, ({ text, type }) => type(`${alias}.${text}`)) as Of;

/** The same of a table that may have no row for it: every column of a LEFT JOIN may be null. */
export const leftJoined = <Of extends Shape>(table: Of, alias: string): Nullable<Of> =>
  mapped(table, ({ text, type }) => type.orNull(`${alias}.${text}`)) as Nullable<Of>;

/** Some columns of a table. */
export const pick = <Of extends Shape, Key extends keyof Of & string>(
  shape: Of,
  ...keys: readonly Key[]
): Pick<Of, Key> => Object.fromEntries(keys.map((key) => [key, shape[key]])) as unknown as Pick<Of, Key>;

/** As a SELECT list or what RETURNING gives: each expression under its name. */
export const selectList = (shape: Shape): string =>
  Object.entries(shape)
    .map(([key, { text }]) => (text === key || text.endsWith(`.${key}`) ? text : `${text} AS "${key}"`))
    .join(', ');

const mapped = (shape: Shape, change: (expression: Expression<unknown>) => Expression<unknown>): Shape =>
  Object.fromEntries(Object.entries(shape).map(([key, expression]) => [key, change(expression)]));

/** The type of a column or a type itself: parameters are declared by either. */
export const typeOf = (declared: Expression<unknown> | SqlType<unknown>): SqlType<unknown> =>
  typeof declared === 'function' ? declared : declared.type;
