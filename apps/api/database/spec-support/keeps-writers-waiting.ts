import type { MigrationInterface, QueryRunner } from 'typeorm';

/** They grow with the market, and somebody writes to them at every moment. */
const LARGE = [
  ...['audit_log', 'deadlines', 'guard_profiles', 'idempotency_keys', 'job_messages', 'jobs', 'location_history'],
  ...['match_decisions', 'message_deliveries', 'messages', 'offers', 'payments', 'queued_events', 'receipt_entries'],
  ...['sessions', 'stripe_events', 'timeline', 'users', 'work_intervals', 'work_records'],
];
const NAME = String.raw`(?:ONLY\s+)?(?:public\.)?"?(?<table>\w+)"?`;
const beginning = (pattern: string): RegExp => new RegExp(`^${pattern}`, 'is');
/** @param how what is in it, or is not, in any place */
const altering = (how: string): RegExp => beginning(`ALTER TABLE (?:IF EXISTS )?${NAME}${how}`);

/** What reads or writes every row under a lock that keeps writers out, and what does the same beside them. */
const AT_ONCE: readonly { statement: RegExp; instead: string }[] = [
  {
    statement: beginning(String.raw`CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)[^(]*?\bON ${NAME}`),
    instead: 'an index beside writes',
  },
  {
    statement: altering(String.raw`(?=.*\bADD (?:CONSTRAINT \S+ )?(?:CHECK|FOREIGN KEY)\b)(?!.*\bNOT VALID\b)`),
    instead: 'NOT VALID, and then validated',
  },
  {
    statement: altering(
      String.raw`(?=.*\bADD (?:CONSTRAINT \S+ )?(?:UNIQUE|PRIMARY KEY|EXCLUDE)\b)(?!.*\bUSING INDEX\b)`,
    ),
    instead: 'of an index that was made beside writes',
  },
  {
    statement: altering(String.raw`(?=.*\bALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE\b)`),
    instead: 'a new column, filled beside writes',
  },
  {
    statement: altering(String.raw`(?=.*\bSET NOT NULL\b)`),
    instead: 'a check that it is not null, beside writes',
  },
  {
    statement: altering(
      String.raw`(?=.*\bADD COLUMN\b.*\b(?:STORED|IDENTITY|SERIAL|REFERENCES|gen_random_uuid|random|clock_timestamp)\b)`,
    ),
    instead: 'a plain column, filled beside writes',
  },
  // In parts it names where each begins and ends, as values of its own.
  {
    statement: beginning(String.raw`(?:UPDATE|DELETE FROM) ${NAME}(?!.*\bid > \$\d.*\bid <= \$\d)`),
    instead: 'values in parts, beside writes',
  },
  { statement: beginning(String.raw`(?:CLUSTER|VACUUM FULL|TRUNCATE(?: TABLE)?) ${NAME}`), instead: 'nothing' },
];

/** What in a migration keeps everybody waiting who writes to a table that is large, in words; of what it makes itself nobody does. */
export async function keepsWritersWaiting(migration: MigrationInterface): Promise<string[]> {
  const asked: string[] = [];
  const runner = {
    query: (sql: string): Promise<unknown[]> => {
      asked.push(...sql.split(';').map((statement) => statement.trim().replaceAll(/\s+/g, ' ')));
      return Promise.resolve([]);
    },
  };
  // It is read, and done nowhere: of what it asks for there is nothing.
  await migration.up(runner as unknown as QueryRunner);
  const made = asked.flatMap((sql) => /^CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)/i.exec(sql)?.[1] ?? []);
  const found = asked.flatMap((sql) =>
    AT_ONCE.flatMap(({ statement, instead }) => {
      const table = statement.exec(sql)?.groups?.['table'] ?? '';
      return LARGE.includes(table) && !made.includes(table) ? [`${sql.slice(0, 60)}: ${instead}`] : [];
    }),
  );
  const isOneTransaction = migration.transaction !== false;
  const apart = asked.filter((sql) => /\bCONCURRENTLY\b|\bVALIDATE CONSTRAINT\b|\bid > \$\d/i.test(sql));
  return isOneTransaction
    ? [...found, ...apart.map((sql) => `${sql.slice(0, 60)}: outside of one transaction`)]
    : found;
}
