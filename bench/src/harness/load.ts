import { Pool } from 'undici';

export interface Ask {
  path: string;
  token: string;
}

/**
 * Requests a second over `connections` kept-alive connections, each with one request under way at any time. Runs in this
 * process, which does nothing else meanwhile; the servers have processes of their own.
 * @throws for the first answer that is not 200: a fast refusal is no result.
 */
export async function requestsPerSecond(
  origin: string,
  next: () => Ask,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<number> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  try {
    return await perSecond(connections, seconds, async () => {
      const { path, token } = next();
      const { statusCode, body } = await pool.request({
        path,
        method: 'GET',
        headers: { authorization: `Bearer ${token}` },
      });
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${await body.text()}`);
      await body.arrayBuffer();
    });
  } finally {
    await pool.close();
  }
}

/** How often a second `work` is done by `workers` who each begin again as soon as they are done. */
export async function perSecond(workers: number, seconds: number, work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (performance.now() < end) {
        await work();
        done++;
      }
    }),
  );
  return done / ((performance.now() - begun) / 1000);
}

/** Does `work` for every item, `workers` at a time. */
export async function forEach<Item>(
  items: readonly Item[],
  workers: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
