import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Marketplace } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { newToken, sha256 } from '../../../platform/crypto/tokens.js';
import { SessionsRepository, type StoredSession } from './sessions.repository.js';

let market: Marketplace;
let store: SessionsRepository;

beforeAll(async () => {
  market = await Marketplace.open();
  store = market.application.app.get(SessionsRepository);
});
afterAll(() => market.close());

/** A session of an hour. */
function session(userId: string, changes: Partial<StoredSession> = {}): StoredSession {
  const createdAt = changes.createdAt ?? new Date();
  return {
    ...{
      id: randomUUID(),
      userId,
      tokenHash: sha256(newToken()),
      device: 'a phone',
      ip: '127.0.0.1',
      isForRights: false,
    },
    ...{ createdAt, lastActiveAt: createdAt, expiresAt: shift(createdAt, HOUR_MS) },
    ...changes,
  };
}

async function insert(given: StoredSession): Promise<StoredSession> {
  await store.insert(given);
  return given;
}

/** Past every service: as an operator at the database would. */
const setUser = (id: string, assignment: string): Promise<unknown> =>
  market.application.dataSource.query(`UPDATE users SET ${assignment} WHERE id = $1`, [id]);

const isLive = async ({ id, tokenHash }: StoredSession, now = new Date()): Promise<boolean> => {
  const [live, ofIds] = [await store.live(tokenHash, now), await store.liveOf([id, randomUUID()], now)];
  expect(ofIds).toEqual(live ? [id] : []);
  return live !== null;
};

it('knows a session by its token until its end', async () => {
  const { id: userId } = await market.registerGuard();
  const given = await insert(session(userId));
  expect(await store.live(given.tokenHash, new Date())).toMatchObject({
    ...{ sessionId: given.id, userId, role: 'guard', language: 'en' },
    ...{ createdAt: given.createdAt, lastActiveAt: given.lastActiveAt },
  });
  expect(await isLive(given, shift(new Date(), 2 * HOUR_MS))).toBe(false);
  expect(await store.live(sha256('another'), new Date())).toBeNull();
  expect(await store.liveOf([], new Date())).toEqual([]);
});

it.each([
  [`status = 'suspended'`, `status = 'active'`],
  [`status = 'inactive', deleted_at = now()`, `status = 'active', deleted_at = NULL`],
])('lets nobody in who may not be, revoked or not: %s', async (out, back) => {
  const { id: userId } = await market.registerCustomer();
  const given = await insert(session(userId));
  expect(await isLive(given)).toBe(true);
  await setUser(userId, out);
  expect(await isLive(given)).toBe(false);
  await setUser(userId, back);
  expect(await isLive(given)).toBe(true);
});

it('ends one session, or all but one, and only of their owner', async () => {
  const [{ id: userId }, { id: stranger }] = [await market.registerCustomer(), await market.registerCustomer()];
  const [first, second, third] = [session(userId), session(userId), session(userId)];
  for (const given of [first, second, third]) await store.insert(given);
  const now = new Date();
  expect(await store.revoke(stranger, first.id, now)).toBe(false);
  expect(await store.revoke(userId, first.id, now)).toBe(true);
  expect(await store.revoke(userId, first.id, now)).toBe(false);
  expect(await isLive(first)).toBe(false);
  await store.revokeAll(userId, now, second.id);
  expect(await isLive(third)).toBe(false);
  expect(await isLive(second)).toBe(true);
  await store.revokeAll(userId, now);
  expect(await isLive(second)).toBe(false);
});

it('moves the end of one that is used, and brings back none that was ended', async () => {
  const { id: userId } = await market.registerCustomer();
  const given = await insert(session(userId));
  const live = await store.live(given.tokenHash, new Date());
  if (!live) throw new Error('the session is not live');
  const [later, end] = [shift(new Date(), 1000), shift(new Date(), DAY_MS)];
  await store.extend(live, later, end);
  expect(await isLive(given, shift(new Date(), 2 * HOUR_MS))).toBe(true);
  const listed = (await store.ofUser(userId, new Date())).find(({ id }) => id === given.id);
  expect(listed).toMatchObject({ lastActiveAt: later, expiresAt: end });
  await store.revoke(userId, given.id, new Date());
  await store.extend(live, later, end);
  expect(await isLive(given)).toBe(false);
});

it("lists a person's live ones, the newest first", async () => {
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
