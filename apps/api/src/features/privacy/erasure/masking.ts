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
  /** The value with what names the person blotted out, in every text of it. */
  mask(value: unknown): unknown;
}

const MASKED = '[erased]';

/** One letter is an initial and no name: masking it would riddle texts with holes. */
const SHORTEST_NAME = 2;

/** What is looked for: for the database as a LIKE pattern, for the text as a regular expression. */
interface Trace {
  like: string;
  pattern: string;
}

/** For texts about jobs the person was part of, and for texts anywhere. */
export function maskingOf(names: NamesOfPerson): { related: Masking; anywhere: Masking } {
  const own = [...[names.email, names.licenseNumber].flatMap(wordTrace), ...phoneTraces(names.phone)];
  const called = [fullName(names), names.lastName, names.firstName].flatMap(wordTrace);
  return { related: masking([...own, ...called]), anywhere: masking(own) };
}

function wordTrace(word: string | null): Trace[] {
  if (word === null || word.trim().length < SHORTEST_NAME) return [];
  return [{ like: `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`, pattern: escaped(word) }];
}

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
  // Whole words: Ann must not make holes in "annual".
  const alternatives = traces.map(({ pattern }) => `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`);
  const pattern = new RegExp(alternatives.join('|'), 'giu');
  const mask = (value: unknown): unknown => {
    if (typeof value === 'string') return traces.length > 0 ? value.replace(pattern, MASKED) : value;
    if (Array.isArray(value)) return value.map(mask);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, mask(field)]));
  };
  return { likePatterns: traces.map(({ like }) => like), mask };
}

/** With the u flag only these may be escaped. */
const escaped = (word: string): string => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
