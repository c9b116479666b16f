import { fullName } from '../../identity/users/full-name.js';

export interface NamesOfPerson {
  email: string;
  phone: string | null;
  firstName: string;
  lastName: string;
  licenseNumber: string | null;
}

export interface Masking {
  /** Finds the rows in which something may have to be masked. */
  likePatterns: string[];
  /** The value with what names the person blotted out, in every text of it; of an object, only in `keys` where they are given. */
  mask(value: unknown, keys?: readonly string[]): unknown;
}

const MASKED = '[erased]';

/** One letter is an initial and no name: masking it would riddle texts with holes. */
const SHORTEST_NAME = 2;

/** What is looked for: for the database as a LIKE pattern, for the text as a regular expression. */
interface Trace {
  like: string;
  pattern: string;
  /** Capitals count. */
  isAsWritten?: boolean;
}

/** For what others wrote about jobs that the person was part of; nothing names anybody anywhere else. */
export const maskingOf = (names: NamesOfPerson): Masking =>
  masking([
    ...[names.email, names.licenseNumber, fullName(names)].flatMap(wordTrace),
    ...phoneTraces(names.phone),
    ...[names.lastName, names.firstName].flatMap(nameTrace),
  ]);

function wordTrace(word: string | null): Trace[] {
  if (word === null || word.trim().length < SHORTEST_NAME) return [];
  return [{ like: `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`, pattern: escaped(word) }];
}

/** A name by itself is one only as it is written: Will is called Will, but a text that says "will" is not about them. */
const nameTrace = (name: string): Trace[] =>
  wordTrace(name).map((trace) => ({
    ...trace,
    pattern: `(?:${escaped(name)}|${escaped(name.toUpperCase())})`,
    isAsWritten: true,
  }));

/** However somebody wrote it down: with the country or without, with whatever stands between the digits. */
function phoneTraces(phone: string | null): Trace[] {
  const digits = phone?.replace(/;ext=.*$/, '').replaceAll(/\D/g, '') ?? '';
  if (digits === '') return [];
  const spellings = digits.startsWith('1') ? [digits, digits.slice(1)] : [digits];
  return spellings.map((spelling) => ({
    like: `%${[...spelling].join('%')}%`,
    pattern: `\\+?\\(?${[...spelling].join('[\\s().-]*')}`,
  }));
}

function masking(traces: readonly Trace[]): Masking {
  const inAnyCase = expression(
    traces.filter(({ isAsWritten }) => !isAsWritten),
    'giu',
  );
  const asWritten = expression(
    traces.filter(({ isAsWritten }) => isAsWritten),
    'gu',
  );
  const mask = (value: unknown, keys?: readonly string[]): unknown => {
    if (typeof value === 'string') return value.replace(inAnyCase, MASKED).replace(asWritten, MASKED);
    if (Array.isArray(value)) return value.map((one) => mask(one));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [name, !keys || keys.includes(name) ? mask(field) : field]),
    );
  };
  return { likePatterns: traces.map(({ like }) => like), mask };
}

/** Whole words: Ann must not make holes in "annual". Nothing is found where nothing is looked for. */
const expression = (traces: readonly Trace[], flags: string): RegExp =>
  new RegExp(traces.map(({ pattern }) => `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`).join('|') || '(?!)', flags);

/** With the u flag only these may be escaped. */
const escaped = (word: string): string => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
