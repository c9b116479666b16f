import type { SchemaRows } from './schema-rows.js';

/** What a server says when a rule is broken. */
export const SQLSTATE = {
  check: ['23514'],
  unique: ['23505'],
  foreignKey: ['23503'],
  /** PostgreSQL 18 tells a row that is kept from being deleted from one that points nowhere; 15 does not. */
  restrict: ['23503', '23001'],
  exclusion: ['23P01'],
};

/** One way to break a rule of the schema, tried on a real server. */
export interface Attempt {
  /** The constraint, unique index or rule of a trigger, by its name. */
  rule: string;
  kind: keyof typeof SQLSTATE;
  /** What is wrong with it, when a rule is broken in several ways. */
  by?: string;
  breaks: (rows: SchemaRows) => Promise<unknown>;
  /** The same just inside of the rule, which must pass: a rule that refuses everything would pass the first test too. */
  keeps?: (rows: SchemaRows) => Promise<unknown>;
}
