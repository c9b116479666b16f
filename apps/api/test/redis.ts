import { describe, it } from 'vitest';

/** Declares tests that need a Redis. The runner starts one where it is installed, and insists on it with REQUIRE_ALL=1. */
export function requiresRedis(name: string, declare: (redisUrl: string) => void): void {
  const url = process.env.TEST_REDIS_URL;
  if (url) {
    describe(name, () => declare(url));
    return;
  }
  console.info(`skipped, redis-server is not installed: ${name}`);
  describe.skip(name, () => it('needs Redis', () => {}));
}
