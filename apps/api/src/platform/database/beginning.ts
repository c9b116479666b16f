const SPECIAL = /[\\%_]/g;

/** For LIKE: what begins with `words` as they are typed, in small letters. */
export const beginningWith = (words: string): string =>
  `${words.trim().toLowerCase().replace(/\s+/g, ' ').replace(SPECIAL, '\\$&')}%`;
