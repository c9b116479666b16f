import { Injectable } from '@nestjs/common';
import { exportParts, privacyRequestKind, privacyRequests } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { pick } from '../../platform/database/shapes.js';
import {
  boolean,
  instant,
  integer,
  type RowOf,
  jsonText,
  text,
  uuid,
  uuids,
} from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';
import { pageStart } from '../../platform/database/page-start.js';
import type { Position } from '../../platform/http/paging.js';

const REQUEST = pick(
  privacyRequests,
  ...(['id', 'userId', 'kind', 'status', 'cause', 'format', 'requestedAt', 'dueAt'] as const),
  ...(['finishedAt', 'expiresAt'] as const),
);
export type PrivacyRequest = RowOf<typeof REQUEST>;
export type RequestKind = PrivacyRequest['kind'];

const NEWEST = { table: 'privacy_requests', time: 'requested_at' };

const LIST = statement({
  takes: [privacyRequestKind.orNull, instant.orNull, uuid.orNull, integer, uuids.orNull],
  gives: REQUEST,
  text: (row) => `
    SELECT ${row} FROM privacy_requests
    WHERE ($1::privacy_request_kind IS NULL OR kind = $1)
      AND ($2::timestamptz IS NULL OR (requested_at, id) < ${pageStart(NEWEST, '$2', '$3::uuid')})
      AND ($5::uuid[] IS NULL OR user_id = ANY ($5))
    ORDER BY requested_at DESC, id DESC LIMIT $4`,
});

const OF_USER = statement({
  takes: [privacyRequests.userId, privacyRequests.kind],
  gives: REQUEST,
  text: (row) => `
    SELECT ${row} FROM privacy_requests WHERE user_id = $1 AND kind = $2 ORDER BY requested_at DESC LIMIT 100`,
});

const TAKE_DUE = statement({
  takes: [privacyRequests.kind, instant, instant],
  gives: REQUEST,
  text: (row) => `
    UPDATE privacy_requests SET started_at = $2 WHERE id = (
      SELECT id FROM privacy_requests
      WHERE kind = $1 AND status = 'pending' AND due_at <= $2 AND (started_at IS NULL OR started_at < $3)
      ORDER BY due_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING ${row}`,
});

const BEGIN_STEP = statement({
  takes: [privacyRequests.id, text, instant],
  text: `
    UPDATE privacy_requests SET steps_done = steps_done || $2::text, started_at = $3
    WHERE id = $1 AND status = 'pending' AND $2::text <> ALL (steps_done)`,
});

const IS_TO_BE_TAKEN = statement({
  takes: [privacyRequests.id, text],
  gives: { isToBeTaken: boolean(`COALESCE(status = 'pending' AND $2::text <> ALL (steps_done), false)`) },
  text: (row) => `SELECT ${row} FROM privacy_requests WHERE id = $1`,
});

const ADD_OUTCOME = statement({
  takes: [privacyRequests.id, text, jsonText],
  text: `
    UPDATE privacy_requests
    SET outcome = outcome || jsonb_build_object($2::text, COALESCE(outcome -> $2::text, '{}') || $3::jsonb)
    WHERE id = $1`,
});

const PART = statement({
  takes: [exportParts.requestId, exportParts.part],
  gives: { content: exportParts.content },
  text: (row) => `SELECT ${row} FROM export_parts WHERE request_id = $1 AND part = $2`,
});

const EXPIRE = statement({
  takes: [instant],
  text: `UPDATE privacy_requests SET status = 'expired' WHERE kind = 'export' AND status = 'done' AND expires_at <= $1`,
});

@Injectable()
export class PrivacyRequestsRepository {
  constructor(private readonly database: Database) {}

  async insert(request: Omit<PrivacyRequest, 'status' | 'finishedAt' | 'expiresAt'>): Promise<void> {
    const { id, userId, kind, cause, format, requestedAt, dueAt } = request;
    await this.database.run(
      `INSERT INTO privacy_requests (id, user_id, kind, cause, format, requested_at, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, userId, kind, cause, format, requestedAt, dueAt],
    );
  }

  /** Newest first; of a kind and of these people, or of all. */
  list(
    { kind, of }: { kind: RequestKind | null; of: string[] | null },
    after: Position | null,
    limit: number,
  ): Promise<PrivacyRequest[]> {
    return this.database.rows(LIST, [kind, after?.at ?? null, after?.id ?? null, limit, of]);
  }

  ofUser(userId: string, kind: RequestKind): Promise<PrivacyRequest[]> {
    return this.database.rows(OF_USER, [userId, kind]);
  }

  /** What is due and not begun, or begun so long ago that whoever began it is gone. */
  takeDue(kind: RequestKind, now: Date, staleBefore: Date): Promise<PrivacyRequest | null> {
    return this.database.row(TAKE_DUE, [kind, now, staleBefore]);
  }

  /** False when it is not pending any more. */
  async finish(
    id: string,
    status: 'done' | 'failed' | 'cancelled',
    end: { at: Date; expiresAt?: Date; outcome?: Record<string, unknown> },
  ): Promise<boolean> {
    const finished = await this.database.run(
      `UPDATE privacy_requests SET status = $2, finished_at = $3, expires_at = $4, outcome = outcome || $5
       WHERE id = $1 AND status = 'pending'`,
      [id, status, end.at, end.expiresAt ?? null, JSON.stringify(end.outcome ?? {})],
    );
    return finished === 1;
  }

  /**
   * False when this step was taken before, or the request is not pending any more. Holds the request to the end of the transaction,
   * in which the step is to be taken: of two processes one takes it.
   */
  async beginStep(id: string, step: string, now: Date): Promise<boolean> {
    return (await this.database.run(BEGIN_STEP, [id, step, now])) === 1;
  }

  /** Whether nobody has taken this step yet, and the request is still pending. */
  async isToBeTaken(id: string, step: string): Promise<boolean> {
    return (await this.database.row(IS_TO_BE_TAKEN, [id, step]))?.isToBeTaken ?? false;
  }

  async addOutcome(id: string, table: string, counts: object): Promise<void> {
    await this.database.run(ADD_OUTCOME, [id, table, JSON.stringify(counts)]);
  }

  /** Whoever comes next goes on with it, without waiting for it to look abandoned. */
  async leave(id: string): Promise<void> {
    await this.database.run(`UPDATE privacy_requests SET started_at = NULL WHERE id = $1 AND status = 'pending'`, [id]);
  }

  async cancelErasure(userId: string, at: Date): Promise<void> {
    await this.database.run(
      `UPDATE privacy_requests SET status = 'cancelled', finished_at = $2
       WHERE user_id = $1 AND kind = 'erasure' AND status = 'pending'`,
      [userId, at],
    );
  }

  async addPart(requestId: string, part: number, content: Buffer): Promise<void> {
    await this.database.run(
      `INSERT INTO export_parts (request_id, part, content) VALUES ($1, $2, $3)
       ON CONFLICT (request_id, part) DO UPDATE SET content = EXCLUDED.content`,
      [requestId, part, content],
    );
  }

  async part(requestId: string, part: number): Promise<Buffer | null> {
    return (await this.database.row(PART, [requestId, part]))?.content ?? null;
  }

  /** Takes the files of ended exports away; the requests stay. */
  async expireExports(now: Date): Promise<number> {
    const expired = await this.database.run(EXPIRE, [now]);
    await this.database.run(
      `DELETE FROM export_parts p USING privacy_requests r
       WHERE r.id = p.request_id AND r.status IN ('expired', 'failed', 'cancelled')`,
    );
    return expired;
  }
}
