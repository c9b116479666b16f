import { Injectable } from '@nestjs/common';
import { shareLinks } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { bigint, instant, type RowOf, text, uuid } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { mayActSql } from '../../identity/users/may-act-sql.js';

const LINK = pick(shareLinks, 'id', 'madeBy', 'madeAt');
export type ShareLinkRow = RowOf<typeof LINK>;

/** Of a job that is under way with the guard whom the link was made for, by somebody who may still see it themselves. */
const LIVE = `ended_at IS NULL AND EXISTS (
  SELECT FROM jobs j WHERE j.id = job_id AND j.guard_id = share_links.guard_id AND j.status IN ('matched', 'in_progress'))
  AND EXISTS (
    SELECT FROM users u WHERE u.id = made_by AND ${mayActSql('u')})`;

const OF_JOB = statement({
  takes: [shareLinks.jobId],
  gives: LINK,
  text: (row) => `SELECT ${row} FROM share_links WHERE job_id = $1 AND ${LIVE} ORDER BY made_at, id`,
});

const MAKE = statement({
  takes: [
    ...([shareLinks.id, shareLinks.tokenHash, shareLinks.jobId, shareLinks.guardId] as const),
    ...([shareLinks.madeBy, shareLinks.madeAt] as const),
  ],
  text: `
    INSERT INTO share_links (id, token_hash, job_id, guard_id, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)`,
});

/** By a party of its job; null when there is nothing to end. */
const END = statement({
  takes: [shareLinks.id, uuid, instant],
  gives: pick(shareLinks, 'jobId'),
  text: (row) => `
    UPDATE share_links SET ended_at = $3 WHERE id = $1 AND ended_at IS NULL AND EXISTS (
      SELECT FROM jobs j WHERE j.id = job_id AND $2 IN (j.customer_id, j.guard_id))
    RETURNING ${row}`,
});

const BY_TOKEN = statement({
  name: 'share_link_by_token',
  takes: [shareLinks.tokenHash],
  gives: {
    jobId: shareLinks.jobId,
    guardFirstName: text("COALESCE((SELECT first_name FROM users u WHERE u.id = guard_id), '')"),
  },
  text: (row) => `SELECT ${row} FROM share_links WHERE token_hash = $1 AND ${LIVE}`,
});

const COUNT = statement({
  takes: [shareLinks.jobId],
  gives: { count: bigint('count(*)') },
  text: (row) => `SELECT ${row} FROM share_links WHERE job_id = $1 AND ${LIVE}`,
});

@Injectable()
export class ShareLinksRepository {
  constructor(private readonly database: Database) {}

  ofJob(jobId: string): Promise<ShareLinkRow[]> {
    return this.database.rows(OF_JOB, [jobId]);
  }

  async count(jobId: string): Promise<number> {
    return (await this.database.row(COUNT, [jobId]))?.count ?? 0;
  }

  async make(link: {
    id: string;
    tokenHash: Buffer;
    jobId: string;
    guardId: string;
    by: string;
    at: Date;
  }): Promise<void> {
    await this.database.run(MAKE, [link.id, link.tokenHash, link.jobId, link.guardId, link.by, link.at]);
  }

  /** The job of it. */
  async end(id: string, partyId: string, at: Date): Promise<string | null> {
    return (await this.database.row(END, [id, partyId, at]))?.jobId ?? null;
  }

  byToken(tokenHash: Buffer): Promise<{ jobId: string; guardFirstName: string } | null> {
    return this.database.row(BY_TOKEN, [tokenHash]);
  }
}
