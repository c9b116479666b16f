import type { UserRole } from '@aegis/contract';
import type { Redis } from 'ioredis';
import { users } from '../../../../database/tables.js';
import type { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { uuids } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { type LiveSession, SessionStore, type StoredSession } from './session-store.js';

interface Kept {
  id: string;
  userId: string;
  device: string | null;
  ip: string | null;
  createdAt: string;
  lastActiveAt: string;
  expiresAt: string;
}

const WHO_MAY_BE_IN = statement({
  name: 'users_who_may_be_in',
  takes: [uuids],
  gives: pick(users, 'id', 'role'),
  text: (row) => `
    SELECT ${row} FROM users
    WHERE id = ANY ($1) AND deleted_at IS NULL AND status IN ('active', 'pending_verification')`,
});

/**
 * Two keys a session, by token and by id, which Redis forgets at its end, and one hash a person, forgotten with their last session:
 * revoked means deleted. Whether the user may be in is asked of the database each time: Redis is told of a suspension, but what it
 * missed (it was away, or somebody wrote to the database by hand) must not keep a door open.
 */
export class RedisSessions extends SessionStore {
  constructor(
    private readonly redis: Redis,
    private readonly database: Database,
  ) {
    super();
  }

  async insert({ tokenHash, ...session }: StoredSession): Promise<void> {
    const kept: Kept = {
      ...session,
      createdAt: session.createdAt.toISOString(),
      lastActiveAt: session.lastActiveAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    };
    const hash = tokenHash.toString('hex');
    // All or none: a session outside of its person's set could not be revoked.
    await this.redis
      .multi()
      .set(sessionKey(hash), JSON.stringify(kept), 'PXAT', session.expiresAt.getTime())
      .set(idKey(session.id), hash, 'PXAT', session.expiresAt.getTime())
      .hset(personKey(session.userId), session.id, hash)
      // The later of both: an expiry that is not there yet counts as never, which nothing is later than.
      .pexpireat(personKey(session.userId), session.expiresAt.getTime(), 'NX')
      .pexpireat(personKey(session.userId), session.expiresAt.getTime(), 'GT')
      .exec();
  }

  async live(tokenHash: Buffer, now: Date): Promise<LiveSession | null> {
    const kept = await this.read(tokenHash.toString('hex'), now);
    if (!kept) return null;
    const { id, userId } = kept;
    const [user] = await this.mayBeIn([userId]);
    if (!user) return null;
    return {
      sessionId: id,
      userId,
      role: user.role,
      createdAt: new Date(kept.createdAt),
      lastActiveAt: new Date(kept.lastActiveAt),
    };
  }

  async liveOf(sessionIds: readonly string[], now: Date): Promise<string[]> {
    const hashes = await this.texts(sessionIds.map(idKey));
    const sessions = (await this.texts(hashes.map(sessionKey))).map((text) => JSON.parse(text) as Kept);
    const users = new Set((await this.mayBeIn(sessions.map(({ userId }) => userId))).map(({ id }) => id));
    return sessions
      .filter(({ userId, expiresAt }) => users.has(userId) && new Date(expiresAt) > now)
      .map(({ id }) => id);
  }

  async extend({ sessionId, userId }: LiveSession, now: Date, expiresAt: Date): Promise<void> {
    const hash = await this.redis.hget(personKey(userId), sessionId);
    const kept = hash === null ? null : await this.read(hash, now);
    if (hash === null || !kept) return;
    const next: Kept = { ...kept, lastActiveAt: now.toISOString(), expiresAt: expiresAt.toISOString() };
    // XX: one that was revoked in this moment must not come back.
    await this.redis
      .multi()
      .set(sessionKey(hash), JSON.stringify(next), 'PXAT', expiresAt.getTime(), 'XX')
      .set(idKey(sessionId), hash, 'PXAT', expiresAt.getTime(), 'XX')
      .pexpireat(personKey(userId), expiresAt.getTime(), 'GT')
      .exec();
  }

  async ofUser(userId: string, now: Date): Promise<StoredSession[]> {
    const sessions: StoredSession[] = [];
    for (const [id, hash] of Object.entries(await this.redis.hgetall(personKey(userId)))) {
      const kept = await this.read(hash, now);
      if (kept) sessions.push(stored(kept, hash));
      else await this.redis.hdel(personKey(userId), id);
    }
    return sessions.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  }

  async revoke(userId: string, sessionId: string): Promise<boolean> {
    const hash = await this.redis.hget(personKey(userId), sessionId);
    if (hash === null) return false;
    await this.redis.hdel(personKey(userId), sessionId);
    await this.redis.del(idKey(sessionId));
    return (await this.redis.del(sessionKey(hash))) === 1;
  }

  async revokeAll(userId: string, _now: Date, except?: string): Promise<void> {
    const ids = Object.keys(await this.redis.hgetall(personKey(userId))).filter((id) => id !== except);
    for (const id of ids) await this.revoke(userId, id);
  }

  /** Those of these users who may use their sessions. */
  private mayBeIn(userIds: readonly string[]): Promise<{ id: string; role: UserRole }[]> {
    if (userIds.length === 0) return Promise.resolve([]);
    return this.database.rows(WHO_MAY_BE_IN, [userIds]);
  }

  /** What is kept under these names; those that are gone are left out. */
  private async texts(keys: readonly string[]): Promise<string[]> {
    if (keys.length === 0) return [];
    return (await this.redis.mget([...keys])).filter((text) => text !== null);
  }

  private async read(hash: string, now: Date): Promise<Kept | null> {
    const text = await this.redis.get(sessionKey(hash));
    const kept = text === null ? null : (JSON.parse(text) as Kept);
    return kept && new Date(kept.expiresAt) > now ? kept : null;
  }
}

const sessionKey = (hash: string): string => `aegis:session:${hash}`;
const idKey = (sessionId: string): string => `aegis:session-id:${sessionId}`;
const personKey = (userId: string): string => `aegis:sessions-of:${userId}`;

const stored = (kept: Kept, hash: string): StoredSession => ({
  id: kept.id,
  userId: kept.userId,
  device: kept.device,
  ip: kept.ip,
  tokenHash: Buffer.from(hash, 'hex'),
  createdAt: new Date(kept.createdAt),
  lastActiveAt: new Date(kept.lastActiveAt),
  expiresAt: new Date(kept.expiresAt),
});
