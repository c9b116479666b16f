import type { Database } from '../../../platform/database/database.js';
import { PATIENCE, patiently } from '../../../platform/database/lock-patience.js';
import { boolean, identifier, text } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

/** To tables that are not distributed, which a distributed one cannot have. */
const KEYS = [
  { name: 'location_history_guard_id_fkey', column: 'guard_id', of: 'users' },
  { name: 'location_history_job_id_fkey', column: 'job_id', of: 'jobs' },
] as const;

/**
 * Of a partitioned table with checks Citus makes no distributed one while it is written to: it renames them on the table before it
 * attaches the days, and PostgreSQL then misses them there (Citus 13.0).
 */
const CHECKS: Readonly<Record<string, string>> = {
  location_history_accuracy_positive: `accuracy_meters > 0 AND accuracy_meters < 'Infinity'`,
  location_history_speed_not_negative: `speed_mps >= 0 AND speed_mps < 'Infinity'`,
  location_history_heading_0_to_360: `heading_degrees BETWEEN 0 AND 360`,
};

/** On the history as a whole, or a day of it. */
const RULES_OF = statement({
  takes: [identifier],
  gives: { name: identifier('conname'), isValid: boolean('convalidated') },
  text: (row) => `
    SELECT ${row} FROM pg_constraint
    WHERE conrelid = (quote_ident($1::text))::regclass AND contype IN ('f', 'c') ORDER BY conname`,
});

const DAYS = statement({
  gives: { name: text('c.relname::text') },
  text: (row) => `
    SELECT ${row} FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'location_history'::regclass ORDER BY c.relname`,
});

type Tell = (sentence: string) => void;

/** What the history keeps, taken away while it is distributed and given back: each step can be the first after one that was killed. */
export class HistoryRules {
  constructor(
    private readonly database: Database,
    private readonly tell: Tell,
  ) {}

  /** Names of the days there are. */
  async days(): Promise<string[]> {
    return (await this.database.rows(DAYS)).map(({ name }) => name);
  }

  async dropKeys(): Promise<void> {
    await this.drop(KEYS.map(({ name }) => name));
  }

  async dropChecks(): Promise<void> {
    await this.drop(Object.keys(CHECKS));
  }

  async restoreChecks(): Promise<void> {
    for (const [name, condition] of Object.entries(CHECKS))
      await this.restore('location_history', name, `CHECK (${condition})`);
  }

  /**
   * A partitioned table takes no key that is still to be validated (PostgreSQL 18 is the first that would), and one that is validated at
   * once holds up users and jobs for as long as all days are read. So each day gets its own first, and the table's, which finds them.
   * @returns how many positions were of somebody, or of a job, that is not there any more, and are gone now
   */
  async restoreKeys(): Promise<number> {
    let orphans = 0;
    for (const day of await this.days())
      for (const { name, column, of } of KEYS)
        await this.restore(day, name, foreignKey(column, of), async () => {
          orphans += await this.database.run(
            `DELETE FROM ${day} WHERE NOT EXISTS (SELECT FROM ${of} WHERE ${of}.id = ${day}.${column})`,
          );
        });
    for (const { name, column, of } of KEYS)
      if (!(await this.find('location_history', name)))
        await this.alter(`ALTER TABLE location_history ADD CONSTRAINT ${name} ${foreignKey(column, of)}`);
    return orphans;
  }

  /** @param clear makes room for what is to be validated, after which nothing new can be in its way */
  private async restore(table: string, name: string, rule: string, clear?: () => Promise<void>): Promise<void> {
    const found = await this.find(table, name);
    if (found?.isValid) return;
    if (!found) await this.alter(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${rule} NOT VALID`);
    await clear?.();
    await this.alter(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`);
  }

  private async drop(names: readonly string[]): Promise<void> {
    const there = (await this.database.rows(RULES_OF, ['location_history'])).filter(({ name }) => names.includes(name));
    if (there.length === 0) return;
    const drops = there.map(({ name }) => `DROP CONSTRAINT ${name}`);
    await this.alter(`ALTER TABLE location_history ${drops.join(', ')}`);
  }

  private async find(table: string, name: string): Promise<{ isValid: boolean } | undefined> {
    return (await this.database.rows(RULES_OF, [table])).find((rule) => rule.name === name);
  }

  private alter(sql: string): Promise<unknown> {
    const change = (): Promise<unknown> =>
      this.database.transaction(async () => {
        await this.database.run(`SET LOCAL lock_timeout = ${PATIENCE.lockTimeoutMs}`);
        await this.database.run(sql);
      });
    return patiently(change, this.tell);
  }
}

const foreignKey = (column: string, of: string): string =>
  `FOREIGN KEY (${column}) REFERENCES ${of} (id) ON DELETE CASCADE`;
