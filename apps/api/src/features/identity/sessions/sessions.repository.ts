import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { sessions, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import { arrayOf, bytes, instant, uuids } from '../../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import { SessionEntity } from './session.entity.js';
import { mayActSql } from '../users/may-act-sql.js';

export type StoredSession = Pick<
  SessionEntity,
  'id' | 'userId' | 'tokenHash' | 'device' | 'ip' | 'createdAt' | 'lastActiveAt' | 'expiresAt' | 'isForRights'
>;

const s = aliased(sessions, 's');

/** One for rights alone only while its person is kept out: who may come in again signs in. */
const MAY_BE_USED = `
  CASE WHEN s.is_for_rights THEN u.erased_at IS NULL AND (u.status = 'suspended' OR u.erasure_due_at IS NOT NULL)
       ELSE ${mayActSql('u')} END`;

const LIVE_BY_TOKEN = statement({
  name: 'sessions_live_by_token',
  takes: [arrayOf(bytes)],
  gives: {
    tokenHash: s.tokenHash,
    sessionId: s.id,
    userId: s.userId,
    ...pick(aliased(users, 'u'), 'role', 'language'),
    ...pick(s, 'createdAt', 'lastActiveAt', 'expiresAt', 'isForRights'),
  },
  text: (row) => `
    SELECT ${row} FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ANY ($1::bytea[]) AND s.revoked_at IS NULL AND ${MAY_BE_USED}`,
});
export type LiveSession = RowFrom<typeof LIVE_BY_TOKEN>;

const LIVE_OF = statement({
  name: 'sessions_live_of',
  takes: [uuids, instant],
  gives: { id: s.id },
  text: (row) => `
    SELECT ${row} FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = ANY ($1) AND s.revoked_at IS NULL AND s.expires_at > $2 AND ${MAY_BE_USED}`,
});

const MOST_TOGETHER = 200;

/** Sessions are kept by the database alone, with Redis or without: docs/decisions/0127-sessions-in-the-database.md. */
@Injectable()
export class SessionsRepository {
  /** Bound to the context of the start: a statement of many requests must not join the transaction of one. */
  private readonly together = new DataLoader<Buffer, LiveSession | null>(
    AsyncResource.bind((tokenHashes: readonly Buffer[]) => this.liveByToken(tokenHashes)),
    { cache: false, maxBatchSize: MOST_TOGETHER, batchScheduleFn: (look) => void setImmediate(look) },
  );

  constructor(private readonly database: Database) {}

  async insert(session: StoredSession): Promise<void> {
    await this.database.manager.insert(SessionEntity, session);
  }

  /**
   * Null for a session that is unknown or ended, or whose user may not be in. Asked on every request: those that have arrived
   * together share a statement.
   */
  async live(tokenHash: Buffer, now: Date): Promise<LiveSession | null> {
    const session = await this.together.load(tokenHash);
    return session && session.expiresAt > now ? session : null;
  }

  private async liveByToken(tokenHashes: readonly Buffer[]): Promise<(LiveSession | null)[]> {
    const rows = await this.database.rows(LIVE_BY_TOKEN, [tokenHashes]);
    const byToken = new Map(rows.map((row) => [row.tokenHash.toString('base64'), row]));
    return tokenHashes.map((hash) => byToken.get(hash.toString('base64')) ?? null);
  }

  /** Those of `sessionIds` that are live, and whose users may sign in. */
  async liveOf(sessionIds: readonly string[], now: Date): Promise<string[]> {
    return (await this.database.rows(LIVE_OF, [sessionIds, now])).map(({ id }) => id);
  }

  async extend({ sessionId }: Pick<LiveSession, 'sessionId'>, now: Date, expiresAt: Date): Promise<void> {
    await this.database.run(`UPDATE sessions SET last_active_at = $2, expires_at = $3 WHERE id = $1`, [
      sessionId,
      now,
      expiresAt,
    ]);
  }

  /** Live ones, newest first. */
  ofUser(userId: string, now: Date): Promise<StoredSession[]> {
    return this.database.manager
      .createQueryBuilder(SessionEntity, 'session')
      .where('session.userId = :userId AND session.revokedAt IS NULL AND session.expiresAt > :now', { userId, now })
      .orderBy('session.createdAt', 'DESC')
      .getMany();
  }

  /** False when there is no such live session of this user. */
  async revoke(userId: string, sessionId: string, now: Date): Promise<boolean> {
    const revoked = await this.database.run(
      `UPDATE sessions SET revoked_at = $3 WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL AND expires_at > $3`,
      [userId, sessionId, now],
    );
    return revoked === 1;
  }

  /** All but `except`. */
  async revokeAll(userId: string, now: Date, except?: string): Promise<void> {
    await this.database.run(
      `UPDATE sessions SET revoked_at = $2
       WHERE user_id = $1 AND revoked_at IS NULL AND ($3::uuid IS NULL OR id <> $3)`,
      [userId, now, except ?? null],
    );
  }
}
