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

/** For texts about jobs the person was part of, and for texts anywhere. */
export function maskingOf(names: NamesOfPerson): { related: Masking; anywhere: Masking } {
  const own = [names.email, names.phone, names.licenseNumber];
  const called = [`${names.firstName} ${names.lastName}`, names.lastName, names.firstName];
  return { related: masking([...own, ...called]), anywhere: masking(own) };
}

function masking(given: (string | null)[]): Masking {
  const words = given.filter((word): word is string => word !== null && word.trim().length >= SHORTEST_NAME);
  // Whole words: Ann must not make holes in "annual".
  const alternatives = words.map((word) => `(?<![\\p{L}\\p{N}])${escaped(word)}(?![\\p{L}\\p{N}])`);
  const pattern = new RegExp(alternatives.join('|'), 'giu');
  const mask = (value: unknown): unknown => {
    if (typeof value === 'string') return words.length > 0 ? value.replace(pattern, MASKED) : value;
    if (Array.isArray(value)) return value.map(mask);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, mask(field)]));
  };
  return { likePatterns: words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`), mask };
}

/** With the u flag only these may be escaped. */
const escaped = (word: string): string => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
