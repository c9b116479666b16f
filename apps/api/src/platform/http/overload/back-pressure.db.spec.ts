import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApplication } from '../../../../test/test-application.js';
import { sendRaw, type RawAnswer } from '../../../../test/raw-request.js';

/** Longer than the two seconds that are allowed. */
const TURN_MS = 2200;
const NOTHING = new Int32Array(new SharedArrayBuffer(4));

let application: TestApplication;

beforeAll(async () => {
  application = await TestApplication.start({ RATE_LIMITS: 'on' });
});
afterAll(() => application.close());

const ask = (path: string): Promise<RawAnswer> => sendRaw(application.port, { path });

/** Each turn of the event loop takes so long, until the work is done; without using the processor that others need. */
async function whileTheLoopIsBlocked<T>(work: () => Promise<T>): Promise<T> {
  let isDone = false;
  const block = async (): Promise<void> => {
    while (!isDone) {
      Atomics.wait(NOTHING, 0, 0, TURN_MS);
      await nextTurn();
    }
  };
  const blocked = block();
  try {
    return await work();
  } finally {
    isDone = true;
    await blocked;
  }
}

describe('a process that cannot follow', () => {
  it('refuses with 503 and says when to come back, answers probes, and recovers', async () => {
    expect((await ask('/api/v1/config')).status).toBe(200);
    const [refused, alive] = await whileTheLoopIsBlocked(async () => {
      // The first turns are for the measurement.
      await ask('/health/live');
      return Promise.all([ask('/api/v1/config'), ask('/health/live')]);
    });
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'overloaded', status: 503 });
    expect(alive.status).toBe(200);
    await expect.poll(async () => (await ask('/api/v1/config')).status, { timeout: 10_000 }).toBe(200);
  });
});
