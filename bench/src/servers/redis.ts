import type { Bench } from '../harness/bench.js';
import { Refusal } from '../harness/refusal.js';

interface RedisScript {
  redisVersion: () => string | null;
  startRedis: () => Promise<{ url: string; stop(): Promise<void> }>;
}

/** Found from bench/dist/servers as from bench/src/servers. */
const REDIS_SCRIPT = new URL('../../../scripts/redis-server.mjs', import.meta.url).href;

/** A Redis of its own, until the end of the bench. Gives its URL. @throws Refusal where none is installed */
export async function startRedis(bench: Bench): Promise<string> {
  const script = (await import(REDIS_SCRIPT)) as RedisScript;
  if (script.redisVersion() === null)
    throw new Refusal('The measurement needs Redis: apt-get install redis-server (it need not run).');
  const redis = await script.startRedis();
  bench.atEnd(() => redis.stop());
  return redis.url;
}
