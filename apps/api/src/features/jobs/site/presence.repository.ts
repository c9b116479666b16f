import { Injectable } from '@nestjs/common';
import { jobs, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { changedBy, JOB, type JobRow } from '../job-rows.js';

const TRIES = jobs.codeTries;

const CODE_TRIES = statement({
  takes: [jobs.id],
  gives: { tries: TRIES },
  text: (row) => `SELECT ${row} FROM jobs WHERE id = $1`,
});

const TAKE_CODE_TRY = statement({
  takes: [jobs.id],
  gives: { tries: TRIES },
  text: (row) => `UPDATE jobs SET code_tries = code_tries + 1 WHERE id = $1 AND code_tries < 5 RETURNING ${row}`,
});

const TRIED = statement({
  takes: [jobs.id, users.id, jobs.arrivalTriedAt],
  text: `UPDATE jobs SET arrival_tried_at = $3 WHERE id = $1 AND guard_id = $2 AND status = 'matched'`,
});

const AT_WORK = statement({
  takes: [users.id],
  gives: { id: jobs.id },
  text: (row) => `SELECT ${row} FROM jobs WHERE guard_id = $1 AND status = 'in_progress'`,
});

const ASK_TO_WAIT = statement({
  takes: [jobs.id, jobs.waitAskedAt, jobs.waitsUntil],
  gives: JOB,
  text: (row) =>
    changedBy(`UPDATE jobs SET wait_asked_at = $2, waits_until = $3 WHERE id = $1 AND status = 'matched'`, row),
});

/** What a job knows of its guard's coming, beside its status. */
@Injectable()
export class PresenceRepository {
  constructor(private readonly database: Database) {}

  async codeTries(jobId: string): Promise<number> {
    return (await this.database.row(CODE_TRIES, [jobId]))?.tries ?? 0;
  }

  /** How many have been taken with this one; null when there was none left. */
  async takeCodeTry(jobId: string): Promise<number | null> {
    return (await this.database.row(TAKE_CODE_TRY, [jobId]))?.tries ?? null;
  }

  /** The guard says that they are there, and the phone cannot show it. */
  async noteTried(jobId: string, guardId: string, at: Date): Promise<void> {
    await this.database.run(TRIED, [jobId, guardId, at]);
  }

  /** The job that a guard is at. */
  async jobAtWork(guardId: string): Promise<string | null> {
    return (await this.database.row(AT_WORK, [guardId]))?.id ?? null;
  }

  /** `askedAt` null: the customer has answered. */
  askToWait(jobId: string, askedAt: Date | null, until: Date): Promise<JobRow | null> {
    return this.database.row(ASK_TO_WAIT, [jobId, askedAt, until]);
  }
}
