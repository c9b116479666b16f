import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Position } from '../../platform/http/paging.js';

export type RequestKind = 'export' | 'erasure';

export interface PrivacyRequest {
  id: string;
  userId: string;
  kind: RequestKind;
  status: 'pending' | 'done' | 'cancelled' | 'failed' | 'expired';
  cause: 'on_request' | 'inactive';
  format: 'json' | 'pdf' | null;
  requestedAt: Date;
  dueAt: Date;
  finishedAt: Date | null;
  expiresAt: Date | null;
}

const COLUMNS = `id, user_id AS "userId", kind, status, cause, format, requested_at AS "requestedAt", due_at AS "dueAt",
  finished_at AS "finishedAt", expires_at AS "expiresAt"`;

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

  /** Newest first. */
  list(kind: RequestKind | null, after: Position | null, limit: number): Promise<PrivacyRequest[]> {
    return this.database.query<PrivacyRequest>(
      `SELECT ${COLUMNS} FROM privacy_requests
       WHERE ($1::privacy_request_kind IS NULL OR kind = $1)
         AND ($2::timestamptz IS NULL OR (requested_at, id) < ($2, $3::uuid))
       ORDER BY requested_at DESC, id DESC LIMIT $4`,
      [kind, after?.at ?? null, after?.id ?? null, limit],
    );
  }

  ofUser(userId: string, kind: RequestKind): Promise<PrivacyRequest[]> {
    return this.database.query<PrivacyRequest>(
      `SELECT ${COLUMNS} FROM privacy_requests WHERE user_id = $1 AND kind = $2 ORDER BY requested_at DESC LIMIT 100`,
      [userId, kind],
    );
  }

  /** What is due and not begun, or begun so long ago that whoever began it is gone. */
  async takeDue(kind: RequestKind, now: Date, staleBefore: Date): Promise<PrivacyRequest | null> {
    const [request] = await this.database.query<PrivacyRequest>(
      `UPDATE privacy_requests SET started_at = $2 WHERE id = (
         SELECT id FROM privacy_requests
         WHERE kind = $1 AND status = 'pending' AND due_at <= $2 AND (started_at IS NULL OR started_at < $3)
         ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [kind, now, staleBefore],
    );
    return request ?? null;
  }

  /** False when it is not pending any more. */
  async finish(
    id: string,
    status: 'done' | 'failed' | 'cancelled',
    end: { at: Date; expiresAt?: Date; outcome?: Record<string, unknown> },
  ): Promise<boolean> {
    const finished = await this.database.run(
      `UPDATE privacy_requests SET status = $2, finished_at = $3, expires_at = $4, outcome = $5
       WHERE id = $1 AND status = 'pending'`,
      [id, status, end.at, end.expiresAt ?? null, JSON.stringify(end.outcome ?? {})],
    );
    return finished === 1;
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
    const [row] = await this.database.query<{ content: Buffer }>(
      `SELECT content FROM export_parts WHERE request_id = $1 AND part = $2`,
      [requestId, part],
    );
    return row?.content ?? null;
  }

  /** Takes the files of ended exports away; the requests stay. */
  async expireExports(now: Date): Promise<number> {
    const expired = await this.database.query<{ id: string }>(
      `UPDATE privacy_requests SET status = 'expired' WHERE kind = 'export' AND status = 'done' AND expires_at <= $1
       RETURNING id`,
      [now],
    );
    await this.database.run(
      `DELETE FROM export_parts p USING privacy_requests r
       WHERE r.id = p.request_id AND r.status IN ('expired', 'failed', 'cancelled')`,
    );
    return expired.length;
  }
}
