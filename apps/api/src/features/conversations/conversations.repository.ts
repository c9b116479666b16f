import { Injectable } from '@nestjs/common';
import { jobMessages, jobs } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { pick } from '../../platform/database/shapes.js';
import { boolean, instant, integer, type RowOf } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';
import { mayActSql } from '../identity/users/may-act-sql.js';

const MESSAGE = pick(jobMessages, 'id', 'guardId', 'authorId', 'clientId', 'words', 'writtenAt', 'readAt');
export type JobMessageRow = RowOf<typeof MESSAGE>;

const STANDING = {
  ...pick(jobs, 'customerId', 'guardId', 'status', 'endTime'),
  endedAt: instant.orNull('COALESCE(completed_at, cancelled_at)'),
  /** Of the other party. */
  isOtherThere: boolean(`EXISTS (
    SELECT FROM users u WHERE u.id = CASE WHEN jobs.customer_id = $2 THEN jobs.guard_id ELSE jobs.customer_id END
      AND ${mayActSql('u')})`),
};
export type Standing = RowOf<typeof STANDING>;

/** Of a job to somebody who is or was a party of it. */
const STANDING_OF = statement({
  name: 'conversation_standing',
  takes: [jobs.id, jobs.customerId],
  gives: STANDING,
  text: (row) => `
    SELECT ${row} FROM jobs WHERE id = $1 AND (customer_id = $2 OR guard_id = $2 OR EXISTS (
      SELECT FROM job_messages m WHERE m.job_id = jobs.id AND m.guard_id = $2))`,
});

/** The newest ones, oldest first. With a guard: only what was written with them. */
const OF_JOB = statement({
  name: 'conversation_of_job',
  takes: [jobMessages.jobId, jobs.guardId, integer],
  gives: MESSAGE,
  text: (row) => `
    SELECT ${row} FROM (
      SELECT * FROM job_messages WHERE job_id = $1 AND ($2::uuid IS NULL OR guard_id = $2)
      ORDER BY written_at DESC, id DESC LIMIT $3) newest
    ORDER BY written_at, id`,
});

/** Nothing when the phone has sent it before, or the job has another guard by now. */
const WRITE = statement({
  name: 'conversation_write',
  takes: [
    ...([jobMessages.id, jobMessages.jobId, jobMessages.guardId, jobMessages.authorId] as const),
    ...([jobMessages.clientId, jobMessages.words, jobMessages.writtenAt] as const),
  ],
  gives: MESSAGE,
  text: (row) => `
    INSERT INTO job_messages (id, job_id, guard_id, author_id, client_id, words, written_at)
    SELECT $1::uuid, jobs.id, $3::uuid, $4::uuid, $5::uuid, $6::text, $7::timestamptz FROM jobs
    WHERE jobs.id = $2 AND jobs.guard_id = $3
    ON CONFLICT (author_id, client_id) DO NOTHING RETURNING ${row}`,
});

const SENT_BEFORE = statement({
  takes: [jobMessages.authorId, jobMessages.clientId, jobMessages.jobId],
  gives: MESSAGE,
  text: (row) => `SELECT ${row} FROM job_messages WHERE author_id = $1 AND client_id = $2 AND job_id = $3`,
});

const READ = statement({
  name: 'conversation_read',
  takes: [jobMessages.jobId, jobMessages.authorId, jobMessages.readAt],
  text: `
    UPDATE job_messages SET read_at = $3 FROM jobs j
    WHERE job_id = $1 AND j.id = job_id AND $2 IN (j.customer_id, job_messages.guard_id) AND author_id <> $2 AND read_at IS NULL`,
});

export type NewJobMessage = Omit<JobMessageRow, 'readAt'> & { jobId: string };

@Injectable()
export class ConversationsRepository {
  constructor(private readonly database: Database) {}

  /** Null to whoever never was a party. */
  standing(jobId: string, userId: string): Promise<Standing | null> {
    return this.database.row(STANDING_OF, [jobId, userId]);
  }

  ofJob(jobId: string, guardId: string | null, limit: number): Promise<JobMessageRow[]> {
    return this.database.rows(OF_JOB, [jobId, guardId, limit]);
  }

  write({ id, jobId, guardId, authorId, clientId, words, writtenAt }: NewJobMessage): Promise<JobMessageRow | null> {
    return this.database.row(WRITE, [id, jobId, guardId, authorId, clientId, words, writtenAt]);
  }

  sentBefore(authorId: string, clientId: string, jobId: string): Promise<JobMessageRow | null> {
    return this.database.row(SENT_BEFORE, [authorId, clientId, jobId]);
  }

  /** @returns how many had not been read before */
  read(jobId: string, readerId: string, at: Date): Promise<number> {
    return this.database.run(READ, [jobId, readerId, at]);
  }
}
