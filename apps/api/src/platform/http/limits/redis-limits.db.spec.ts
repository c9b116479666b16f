import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from '@aegis/contract';
import type { FastifyRequest } from 'fastify';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { sendRaw } from '../../../../test/raw-request.js';
import { requiresRedis } from '../../../../test/redis.js';
import type { TestApplication } from '../../../../test/test-application.js';
import { Config } from '../../config/config.js';
import type { RedisConnection } from '../../redis/redis.module.js';
import { RateLimits } from './rate-limits.js';

const LIMIT = 30;

requiresRedis('limits with Redis', (redisUrl) => {
  let market: Marketplace;
  let second: TestApplication;

  beforeAll(async () => {
    const settings = { RATE_LIMITS: 'on', RATE_USER_PER_MINUTE: String(LIMIT), REDIS_URL: redisUrl };
    market = await Marketplace.open(settings);
    second = await market.application.another();
  });
  afterAll(async () => {
    await second.app.close();
    await market.close();
  });

  const statuses = ({ token }: Person, port: number, times: number): Promise<number[]> =>
    Promise.all(
      Array.from({ length: times }, async () => {
        const answer = await sendRaw(port, { path: '/api/v1/users/me', headers: { authorization: `Bearer ${token}` } });
        return answer.status;
      }),
    );

  it('are of all processes together, and of each person alone', async () => {
    const [person, other] = [await market.registerCustomer(), await market.registerCustomer()];
    const here = await statuses(person, market.application.port, 20);
    const there = await statuses(person, second.port, 20);
    const all = [...here, ...there];
    expect(all.filter((status) => status === 200)).toHaveLength(LIMIT);
    expect(all.filter((status) => status === 429)).toHaveLength(40 - LIMIT);
    expect(await statuses(other, second.port, 1)).toEqual([200]);
  });

  it('sessions too: signed out by one process is signed out of all', async () => {
    const person = await market.registerCustomer();
    expect(await statuses(person, second.port, 1)).toEqual([200]);
    await person.client.auth.logout();
    expect(await statuses(person, second.port, 1)).toEqual([401]);
  });

  it('sessions are in what is held on somebody, wherever they are kept', async () => {
    const person = await market.registerCustomer();
    const { content } = await person.client.users.exportMe();
    const { index, data } = JSON.parse(Buffer.from(content as Uint8Array).toString()) as {
      index: { table: string; rows: number }[];
      data: Record<string, Record<string, unknown>[]>;
    };
    expect(index).toContainEqual(expect.objectContaining({ table: 'sessions', rows: 1 }));
    expect(data.sessions).toMatchObject([{ user_id: person.id, ip: '127.0.0.1' }]);
    expect(JSON.stringify(data.sessions)).not.toContain('token');
  });

  it('are counted by each process for itself while Redis is away', async () => {
    const client = new Redis('redis://127.0.0.1:1', {
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    client.on('error', () => {});
    const limits = new RateLimits(market.application.app.get(Config), { client } as RedisConnection);
    const request = { ip: '127.0.0.1', params: {} } as FastifyRequest;
    for (let count = 0; count < LIMIT; count++) await limits.count(api.users.me, request, 'somebody');
    await expect(limits.count(api.users.me, request, 'somebody')).rejects.toMatchObject({ code: 'too_many_requests' });
    client.disconnect();
  });
});
