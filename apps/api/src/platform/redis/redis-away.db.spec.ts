import { afterAll, beforeAll, expect, it } from 'vitest';
import { Marketplace, PASSWORD, type Person } from '../../../test/marketplace.js';
import { OwnRedis } from '../../../test/own-redis.js';
import { sendRaw } from '../../../test/raw-request.js';
import { requiresRedis } from '../../../test/redis.js';

const AT_ONCE = 20;

requiresRedis('with Redis away', () => {
  let redis: OwnRedis;
  let market: Marketplace;
  let person: Person;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    market = await Marketplace.open({
      REDIS_URL: redis.url,
      RATE_LIMITS: 'on',
      RATE_USER_PER_MINUTE: '100000',
      RATE_ANONYMOUS_PER_MINUTE: '100000',
    });
    person = await market.registerCustomer();
  });
  afterAll(async () => {
    await market.close();
    await redis.discard();
  });

  const statusesOf = ({ token }: Person): Promise<number[]> =>
    Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        const headers = { authorization: `Bearer ${token}` };
        return (await sendRaw(market.application.port, { path: '/api/v1/users/me', headers })).status;
      }),
    );
  const allAnswered = Array.from({ length: AT_ONCE }, () => 200);

  it('whoever is signed in is served on while it goes, while it is away and when it has come back', async () => {
    expect(await statusesOf(person)).toEqual(allAnswered);
    const whileItGoes = statusesOf(person);
    await redis.stop();
    expect(await whileItGoes).toEqual(allAnswered);
    for (let round = 0; round < 3; round++) expect(await statusesOf(person)).toEqual(allAnswered);
    await redis.start();
    expect(await statusesOf(person)).toEqual(allAnswered);
  });

  it('people sign in and out, and a suspension ends every session', async () => {
    await redis.stop();
    const admin = await market.admin();
    const guard = await market.registerGuard();
    const { token } = await market.application
      .client()
      .auth.login({ body: { email: guard.email, password: PASSWORD } });
    await admin.client.admin.suspendUser({ params: { id: guard.id }, body: { reason: 'because of the test' } });
    for (const client of [guard.client, market.application.client(token)])
      await expect(client.users.me()).rejects.toMatchObject({ status: 401 });
    await redis.start();
    await expect(guard.client.users.me()).rejects.toMatchObject({ status: 401 });
  });

  it('a process is ready with a warning, and one that starts meanwhile serves too', async () => {
    await redis.stop();
    const { status, checks } = await market.application.client().operations.ready();
    expect([status, checks.find(({ name }) => name === 'redis')]).toMatchObject(['ok', { ok: true }]);
    expect(checks.find(({ name }) => name === 'redis')?.warning).toMatch(/^does not answer: /);
    const second = await market.application.another();
    expect((await second.client(person.token).users.me()).id).toBe(person.id);
    await second.app.close();
    await redis.start();
  });
});
