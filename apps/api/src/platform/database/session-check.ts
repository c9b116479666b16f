import type { Database } from './database.js';
import { text, texts } from './sql-types.js';
import { statement } from './statement.js';

/** Times in milliseconds, without a unit. */
const IN_FORCE = statement({
  gives: { name: text('lower(name)'), value: text.orNull('setting') },
  takes: [texts],
  text: (row) => `SELECT ${row} FROM pg_settings WHERE lower(name) = ANY ($1)`,
});

/** Names by which PostgreSQL knows UTC too: initdb writes that of the machine. */
const UTC = new Set(['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT', 'Universal', 'Etc/Universal', 'Zulu', 'Etc/Zulu', 'UCT']);

/** What each has to be, in words, and whether it is. Another limit of time than ours is a limit; none is what must not be. */
const REQUIRED: Record<string, { words: string; isMet: (value: string) => boolean }> = {
  jit: { words: 'off', isMet: (value) => value === 'off' },
  timezone: { words: 'UTC', isMet: (value) => UTC.has(value) },
  statement_timeout: { words: 'a limit', isMet: (value) => Number(value) > 0 },
  idle_in_transaction_session_timeout: { words: 'a limit', isMet: (value) => Number(value) > 0 },
};

export class OtherSettings extends Error {}

/**
 * A pooler leaves out what a connection asks for when it begins, so that a process would serve without limits of time and in
 * another zone, and seem well. @throws OtherSettings, which says which setting is not what it should be, and what makes it so
 */
export async function refuseOtherSettings(database: Database): Promise<void> {
  const rows = await database.rows(IN_FORCE, [Object.keys(REQUIRED)]);
  const found = new Map(rows.map(({ name, value }) => [name, value]));
  const wrong = Object.entries(REQUIRED).filter(([name, { isMet }]) => !isMet(found.get(name) ?? ''));
  if (wrong.length === 0) return;
  const sentences = wrong.map(
    ([name, { words }]) => `${name} is ${found.get(name) ?? 'unknown'} and has to be ${words}`,
  );
  throw new OtherSettings(
    `sessions have other settings than this process counts on: ${sentences.join(', ')}. ` +
      '"npm run db -- setup" sets them for the role; a pooler has to open new connections then (RECONNECT).',
  );
}
