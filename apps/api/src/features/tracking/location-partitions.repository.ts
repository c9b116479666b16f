import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** Any number that no other program uses as an advisory lock of this database. */
const PARTITIONS_LOCK = 7_203_412;

const PARTITION_NAME = /^location_history_\d{8}$/;

/** Days are UTC, as YYYY-MM-DD. */
@Injectable()
export class LocationPartitionsRepository {
  constructor(private readonly database: Database) {}

  /** Days from `first` to `last` without a partition, oldest first. */
  async missing(first: string, last: string): Promise<string[]> {
    const rows = await this.database.query<{ day: string }>(
      `SELECT day::date::text AS day FROM generate_series($1::date, $2::date, interval '1 day') AS day
       WHERE to_regclass('location_history_' || to_char(day, 'YYYYMMDD')) IS NULL ORDER BY day`,
      [first, last],
    );
    return rows.map(({ day }) => day);
  }

  /**
   * To be called in a transaction. False when another process was faster: it is waited for, or both would collide. What it
   * made is looked up in pg_class, since to_regclass (as create_location_partition asks it) may answer from a cache of
   * before the wait.
   */
  async create(day: string): Promise<boolean> {
    await this.database.query(`SELECT pg_advisory_xact_lock($1)`, [PARTITIONS_LOCK]);
    const created = await this.database.query<{ created: boolean }>(
      `SELECT create_location_partition($1::date) AS created WHERE NOT EXISTS (
         SELECT FROM pg_class
         WHERE relname = 'location_history_' || to_char($1::date, 'YYYYMMDD') AND relkind = 'r' AND relispartition)`,
      [day],
    );
    return created.length === 1;
  }

  /** Names of partitions of days before `day`, oldest first. */
  async before(day: string): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'location_history'::regclass
         AND c.relname < 'location_history_' || to_char($1::date, 'YYYYMMDD') ORDER BY c.relname`,
      [day],
    );
    return rows.map(({ name }) => name).filter((name) => PARTITION_NAME.test(name));
  }

  /**
   * To be called in a transaction. Needs a short exclusive lock on the history and on what it refers to (users, jobs):
   * what is not had within a second is left for the next run, or every request would wait behind one long reader.
   */
  async drop(name: string): Promise<void> {
    if (!PARTITION_NAME.test(name)) throw new Error(`${name} is not a partition of the location history`);
    await this.database.run(`SET LOCAL lock_timeout = '1s'`);
    await this.database.run(`DROP TABLE IF EXISTS ${name}`);
  }

  /** False when another process has this run. */
  async claimRun(task: string, slot: Date, startedAt: Date): Promise<boolean> {
    const claimed = await this.database.run(
      `INSERT INTO scheduled_runs (task, slot, started_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [task, slot, startedAt],
    );
    return claimed === 1;
  }

  async finishRun(task: string, slot: Date, finishedAt: Date, outcome: Record<string, unknown>): Promise<void> {
    await this.database.run(`UPDATE scheduled_runs SET finished_at = $3, outcome = $4 WHERE task = $1 AND slot = $2`, [
      task,
      slot,
      finishedAt,
      JSON.stringify(outcome),
    ]);
  }
}
