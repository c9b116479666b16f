import { z } from 'zod';
import { beginningWith } from '../../platform/database/beginning.js';
import { text, uuid } from '../../platform/database/sql-types.js';
import type { Parameters } from '../../platform/database/statement.js';
import { IS_THERE, nameBegins } from '../identity/users/people-sql.js';

export interface Sought {
  id: string | null;
  /** As `beginningWith` writes it. */
  beginning: string;
  /** Also by the beginning of the name of customer or guard: for administrators alone. */
  alsoByParty: boolean;
}

/** By id, or by the beginning of what is typed. */
export const soughtOf = (words: string): Omit<Sought, 'alsoByParty'> => ({
  id: z.uuid().safeParse(words.trim().toLowerCase()).data ?? null,
  beginning: beginningWith(words),
});

/**
 * A query of the ids of the jobs that are sought. Each way is looked up by its own index (jobs_by_title, users_by_name,
 * jobs_of_customer, jobs_of_guard), and none by reading all.
 */
export function soughtJobs({ id, beginning, alsoByParty }: Sought, parameters: Parameters): string {
  const [isId, begins] = [parameters.bind(uuid.orNull, id), parameters.bind(text, beginning)];
  const people = `SELECT id FROM users WHERE ${IS_THERE} AND (${nameBegins(begins)})`;
  const ways = [
    `SELECT id FROM jobs WHERE id = ${isId} OR lower(title) LIKE ${begins}`,
    ...(alsoByParty
      ? ['customer_id', 'guard_id'].map((party) => `SELECT id FROM jobs WHERE ${party} IN (${people})`)
      : []),
  ];
  return ways.join(' UNION ALL ');
}
