import { Injectable } from '@nestjs/common';
import { scheduledRuns } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { boolean, day, identifier, instant, text } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';

const PARTITION_NAME = /^location_history_\d{8}$/;

/** `failed` names what did not succeed; empty when all did. */
export interface RunOutcome {
  dropped: string[];
  failed: Record<string, string>;
}

const MISSING = statement({
  takes: [day, day],
  gives: { day: text('day::date::text') },
  text: (row) => `
    SELECT ${row} FROM generate_series($1::date, $2::date, interval '1 day') AS day
    WHERE to_regclass('location_history_' || to_char(day, 'YYYYMMDD')) IS NULL ORDER BY day`,
});

const CREATE = statement({
  takes: [day],
  gives: { created: boolean('create_location_partition($1::date)') },
  text: (row) => `SELECT ${row}`,
});

const DROP = statement({
  takes: [identifier],
  gives: { dropped: boolean('drop_location_partition($1)') },
  text: (row) => `SELECT ${row}`,
});

const BEFORE = statement({
  takes: [day],
  gives: { name: identifier('c.relname') },
  text: (row) => `
    SELECT ${row} FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'location_history'::regclass
      AND c.relname < 'location_history_' || to_char($1::date, 'YYYYMMDD') ORDER BY c.relname`,
});

const LAST_SUCCESS = statement({
  takes: [scheduledRuns.task],
  gives: {
    succeededAt: instant.orNull(`max(finished_at) FILTER (WHERE outcome -> 'failed' = '{}')`),
    firstRunAt: instant.orNull('min(started_at)'),
  },
  text: (row) => `SELECT ${row} FROM scheduled_runs WHERE task = $1`,
});

/** Days are UTC, as YYYY-MM-DD. */
@Injectable()
export class LocationPartitionsRepository {
  constructor(private readonly database: Database) {}

  /** Days from `first` to `last` without a partition, oldest first. */
  async missing(first: string, last: string): Promise<string[]> {
    const rows = await this.database.rows(MISSING, [first, last]);
    return rows.map(({ day }) => day);
  }

  /** False when it is there already, made by another process at the same moment perhaps. */
  async create(day: string): Promise<boolean> {
    return (await this.database.row(CREATE, [day]))?.created ?? false;
  }

  /** Names of partitions of days before `day`, oldest first. */
  async before(day: string): Promise<string[]> {
    const rows = await this.database.rows(BEFORE, [day]);
    return rows.map(({ name }) => name).filter((name) => PARTITION_NAME.test(name));
  }

  /**
   * To be called in a transaction. Needs a short exclusive lock on the history and on what it refers to (users, jobs):
   * what is not had within a second is left for the next run, or every request would wait behind one long reader.
   */
  async drop(name: string): Promise<void> {
    await this.database.run(`SET LOCAL lock_timeout = '1s'`);
    await this.database.row(DROP, [name]);
  }

  /** When a run of the task last succeeded in everything, and when its first run began; null: never. */
  async lastSuccess(task: string): Promise<{ succeededAt: Date | null; firstRunAt: Date | null }> {
    const row = await this.database.row(LAST_SUCCESS, [task]);
    return row ?? { succeededAt: null, firstRunAt: null };
  }
}
