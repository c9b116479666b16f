import { createHash } from 'node:crypto';

/**
 * The keys of skills, as the function skill_keys of the schema makes them for the guards' rows. Given as a parameter: an index that
 * is not exact asks again for each row it gives, and would call the function as often.
 */
export const skillKeys = (skills: readonly string[]): number[] =>
  [...new Set(skills.map((skill) => createHash('md5').update(skill).digest().readInt32BE(0)))].sort((a, b) => a - b);
