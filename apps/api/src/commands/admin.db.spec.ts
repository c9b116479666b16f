import { afterAll, beforeAll, expect, it } from 'vitest';
import { Marketplace } from '../../test/marketplace.js';
import { requiresRedis } from '../../test/redis.js';
import { Platform } from '../platform/platform.js';
import { admin } from './admin.js';

/** As the operator's terminal does, on the database of the test; what it prints. */
async function run(market: Marketplace, action: string, email: string): Promise<string[]> {
  const printed: string[] = [];
  const platform = market.application.app.get(Platform);
  const say = (line: string): void => void printed.push(line);
  const context = { config: platform.config, environment: {}, print: say, tell: say, platform };
  expect(await admin.actions[action]?.(['--email', email], context)).toBe(0);
  return printed;
}

requiresRedis('administrators on a server with Redis', (redisUrl) => {
  let market: Marketplace;

  beforeAll(async () => {
    market = await Marketplace.open({ REDIS_URL: redisUrl });
  });
  afterAll(() => market.close());

  it.each(['second-factor', 'revoke'])('are signed out everywhere by "%s", as it says', async (action) => {
    const person = await market.admin();
    expect((await person.client.users.me()).id).toBe(person.id);
    await run(market, action, person.email);
    await expect(person.client.users.me()).rejects.toMatchObject({ status: 401 });
  });
});
