import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace } from '../../../../test/marketplace.js';
import { requiresRedis } from '../../../../test/redis.js';
import { DAY_MS, HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { newToken, sha256 } from '../../../platform/crypto/tokens.js';
import { Database } from '../../../platform/database/database.js';
import { RedisSessions } from './redis-sessions.js';
import type { SessionStore, StoredSession } from './session-store.js';
import { SessionsRepository } from './sessions.repository.js';

let market: Marketplace;
let database: Database;

beforeAll(async () => {
  market = await Marketplace.open();
  database = market.application.app.get(Database);
});
afterAll(() => market.close());

/** A session of an hour; times are real, because Redis has a clock of its own. */
function session(userId: string, changes: Partial<StoredSession> = {}): StoredSession {
  const createdAt = changes.createdAt ?? new Date();
  return {
    ...{ id: randomUUID(), userId, tokenHash: sha256(newToken()), device: 'a phone', ip: '127.0.0.1' },
    ...{ createdAt, lastActiveAt: createdAt, expiresAt: shift(createdAt, HOUR_MS) },
    ...changes,
  };
}

async function insert(store: SessionStore, given: StoredSession): Promise<StoredSession> {
  await store.insert(given);
  return given;
}

/** Past every service: as an operator at the database would. */
const setUser = (id: string, assignment: string): Promise<unknown> =>
  market.application.dataSource.query(`UPDATE users SET ${assignment} WHERE id = $1`, [id]);

const isLive = async (store: SessionStore, { id, tokenHash }: StoredSession, now = new Date()): Promise<boolean> => {
  const [live, ofIds] = [await store.live(tokenHash, now), await store.liveOf([id, randomUUID()], now)];
  expect(ofIds).toEqual(live ? [id] : []);
  return live !== null;
};

/** What every store has to keep. */
function keepsItsWord(open: () => SessionStore): void {
  it('knows a session by its token until its end', async () => {
    const store = open();
    const { id: userId } = await market.registerGuard();
    const given = await insert(store, session(userId));
    expect(await store.live(given.tokenHash, new Date())).toMatchObject({
      ...{ sessionId: given.id, userId, role: 'guard' },
      ...{ createdAt: given.createdAt, lastActiveAt: given.lastActiveAt },
    });
    expect(await isLive(store, given, shift(new Date(), 2 * HOUR_MS))).toBe(false);
    expect(await store.live(sha256('another'), new Date())).toBeNull();
    expect(await store.liveOf([], new Date())).toEqual([]);
  });

  it.each([
    [`status = 'suspended'`, `status = 'active'`],
    [`status = 'inactive', deleted_at = now()`, `status = 'active', deleted_at = NULL`],
  ])('lets nobody in who may not be, revoked or not: %s', async (out, back) => {
    const store = open();
    const { id: userId } = await market.registerCustomer();
    const given = await insert(store, session(userId));
    expect(await isLive(store, given)).toBe(true);
    await setUser(userId, out);
    expect(await isLive(store, given)).toBe(false);
    await setUser(userId, back);
    expect(await isLive(store, given)).toBe(true);
  });

  it('ends one session, or all but one, and only of their owner', async () => {
    const store = open();
    const [{ id: userId }, { id: stranger }] = [await market.registerCustomer(), await market.registerCustomer()];
    const [first, second, third] = [session(userId), session(userId), session(userId)];
    for (const given of [first, second, third]) await store.insert(given);
    const now = new Date();
    expect(await store.revoke(stranger, first.id, now)).toBe(false);
    expect(await store.revoke(userId, first.id, now)).toBe(true);
    expect(await store.revoke(userId, first.id, now)).toBe(false);
    expect(await isLive(store, first)).toBe(false);
    await store.revokeAll(userId, now, second.id);
    expect(await isLive(store, third)).toBe(false);
    expect(await isLive(store, second)).toBe(true);
    await store.revokeAll(userId, now);
    expect(await isLive(store, second)).toBe(false);
  });

  it('moves the end of one that is used, and brings back none that was ended', async () => {
    const store = open();
    const { id: userId } = await market.registerCustomer();
    const given = await insert(store, session(userId));
    const live = await store.live(given.tokenHash, new Date());
    if (!live) throw new Error('the session is not live');
    const [later, end] = [shift(new Date(), 1000), shift(new Date(), DAY_MS)];
    await store.extend(live, later, end);
    expect(await isLive(store, given, shift(new Date(), 2 * HOUR_MS))).toBe(true);
    const listed = (await store.ofUser(userId, new Date())).find(({ id }) => id === given.id);
    expect(listed).toMatchObject({ lastActiveAt: later, expiresAt: end });
    await store.revoke(userId, given.id, new Date());
    await store.extend(live, later, end);
    expect(await isLive(store, given)).toBe(false);
  });

  it("lists a person's live ones, the newest first", async () => {
    const store = open();
    const { id: userId } = await market.registerCustomer();
    await store.revokeAll(userId, new Date());
    const old = session(userId, { createdAt: shift(new Date(), -HOUR_MS / 2) });
    const young = session(userId);
    for (const given of [old, young]) await store.insert(given);
    expect(await store.ofUser(userId, new Date())).toMatchObject([
      { id: young.id },
      { ...old, tokenHash: old.tokenHash },
    ]);
    expect(await store.ofUser(userId, shift(new Date(), 2 * HOUR_MS))).toEqual([]);
  });
}

describe('sessions in the database', () => keepsItsWord(() => new SessionsRepository(database)));

requiresRedis('sessions in Redis', (redisUrl) => {
  let redis: Redis;
  const open = (): SessionStore => new RedisSessions(redis, database);

  beforeAll(() => {
    redis = new Redis(redisUrl);
  });
  afterAll(async () => void (await redis.quit()));

  keepsItsWord(open);

  it("forgets a person's list with their last session, and never before", async () => {
    const store = open();
    const { id: userId } = await market.registerCustomer();
    const end = async (): Promise<number> => Number(await redis.pexpiretime(`aegis:sessions-of:${userId}`));
    const long = await insert(store, session(userId, { expiresAt: shift(new Date(), DAY_MS) }));
    expect(await end()).toBe(long.expiresAt.getTime());
    const short = await insert(store, session(userId));
    expect(await end()).toBe(long.expiresAt.getTime());
    const live = await store.live(short.tokenHash, new Date());
    if (!live) throw new Error('the session is not live');
    await store.extend(live, new Date(), shift(new Date(), 3 * DAY_MS));
    expect(await end()).toBeGreaterThan(long.expiresAt.getTime());
  });

  it('keeps no token, and nothing of a session that has ended', async () => {
    const store = open();
    const { id: userId } = await market.registerCustomer();
    const token = newToken();
    const given = await insert(store, session(userId, { tokenHash: sha256(token) }));
    const keys = async (): Promise<string[]> => {
      const every = await redis.keys('aegis:session*');
      return every.filter((key) =>
        [given.id, userId, given.tokenHash.toString('hex')].some((part) => key.includes(part)),
      );
    };
    const valueOf = async (key: string): Promise<unknown> =>
      (await redis.type(key)) === 'hash' ? redis.hgetall(key) : redis.get(key);
    const values = await Promise.all((await keys()).map(valueOf));
    expect(JSON.stringify([await keys(), values])).not.toContain(token);
    expect(await keys()).toHaveLength(3);
    await store.revoke(userId, given.id, new Date());
    expect(await keys()).toEqual([]);
  });
});
