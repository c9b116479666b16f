import { Injectable } from '@nestjs/common';
import { jobs, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { uuids } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const OPEN = `(customer_id = $1 OR guard_id = $1) AND status IN ('requested', 'matched', 'in_progress')`;

const OPEN_OF = statement({
  takes: [users.id],
  gives: { id: jobs.id },
  text: (row) => `SELECT ${row} FROM jobs WHERE ${OPEN} ORDER BY id`,
});

const HOLD_OPEN_OF = statement({
  takes: [users.id],
  gives: { id: jobs.id },
  text: (row) => `SELECT ${row} FROM jobs WHERE ${OPEN} ORDER BY id FOR NO KEY UPDATE`,
});

const HOLD_FREE = statement({
  takes: [uuids],
  gives: { id: jobs.id },
  text: (row) => `SELECT ${row} FROM jobs WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
});

/** The jobs that somebody is a party of, in whichever role, and that have not ended. */
@Injectable()
export class PartiesRepository {
  constructor(private readonly database: Database) {}

  async openOf(userId: string): Promise<string[]> {
    return (await this.database.rows(OPEN_OF, [userId])).map(({ id }) => id);
  }

  /** Holds their rows, waiting for who has them: before the person's row is locked. */
  async holdOpenOf(userId: string): Promise<string[]> {
    return (await this.database.rows(HOLD_OPEN_OF, [userId])).map(({ id }) => id);
  }

  /** Those of `ids` that nobody else holds, held from now on; for who holds a person already and must not wait. */
  async holdFree(ids: readonly string[]): Promise<string[]> {
    return (await this.database.rows(HOLD_FREE, [ids])).map(({ id }) => id);
  }
}
