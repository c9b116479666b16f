import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openTestDataSource, type TestDataSource } from '../../../database/spec-support/test-data-source.js';
import { Ids } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { EventQueue } from './event-queue.js';
import { defineEvents } from './events.js';

/** A retry comes after a second, and the poll that finds it after two more. */
const EVENTUALLY = { timeout: 20_000, interval: 50 };

const { 'it.happened': happened } = defineEvents({ 'it.happened': z.object({ jobId: z.string() }) });

let test: TestDataSource;
let database: Database;
let queue: EventQueue;
const heard: string[] = [];
let refusals = 0;

beforeAll(async () => {
  test = await openTestDataSource();
  database = new Database(test.dataSource);
  queue = new EventQueue(database, new Ids());
  queue.subscribe(happened, 'spec-first', ({ jobId }) => {
    heard.push(`first ${jobId}`);
    return Promise.resolve();
  });
  queue.subscribe(happened, 'spec-second', async ({ jobId }) => {
    if (jobId === 'refused' && refusals++ === 0) throw new Error('not now');
    heard.push(`second ${jobId} ${await stateOf(jobId)}`);
  });
  await queue.start();
});
afterAll(async () => {
  await queue.onApplicationShutdown();
  await test.close();
});

async function stateOf(jobId: string, consumer = 'spec-second'): Promise<string> {
  const [row] = await database.query<{ state: string }>(
    `SELECT state || CASE WHEN started_on + expire_in > now() THEN ', expires' ELSE '' END AS state FROM pgboss.job
     WHERE name = $1 AND data ->> 'jobId' = $2`,
    [`it.happened.${consumer}`, jobId],
  );
  return row?.state ?? 'none';
}

const about = (jobId: string): string[] => heard.filter((line) => line.includes(` ${jobId}`));

describe('an event', () => {
  it('reaches each consumer once after the commit, and is open until it is handled', async () => {
    await database.transaction(async () => {
      await queue.publish(happened, { jobId: 'told' });
      expect(about('told')).toEqual([]);
    });
    await vi.waitFor(() => expect(about('told')).toHaveLength(2), EVENTUALLY);
    // As one that was fetched: should this process die, it comes again.
    expect(about('told').sort()).toEqual(['first told', 'second told active, expires']);
    await vi.waitFor(async () => expect(await stateOf('told')).toContain('completed'), EVENTUALLY);
    expect(await stateOf('told', 'spec-first')).toContain('completed');
  });

  it('of a transaction that failed is no event', async () => {
    const failing = database.transaction(async () => {
      await queue.publish(happened, { jobId: 'withdrawn' });
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await stateOf('withdrawn')).toBe('none');
    expect(about('withdrawn')).toEqual([]);
  });

  it('that a consumer could not handle comes again to it alone', async () => {
    await queue.publish(happened, { jobId: 'refused' });
    await vi.waitFor(() => expect(about('refused')).toHaveLength(2), EVENTUALLY);
    expect(about('refused').filter((line) => line.startsWith('first'))).toHaveLength(1);
    expect(refusals).toBe(2);
  });

  it('for later waits', async () => {
    await queue.publish(happened, { jobId: 'later' }, new Date(Date.now() + 3_600_000));
    expect(await stateOf('later')).toBe('created');
    expect(about('later')).toEqual([]);
  });

  it('beyond what one process takes in hand is not lost', async () => {
    const many = Array.from({ length: 120 }, (_, index) => `many-${index}-`);
    await database.transaction(async () => {
      for (const jobId of many) await queue.publish(happened, { jobId });
    });
    await vi.waitFor(() => {
      for (const jobId of many) expect(about(jobId)).toHaveLength(2);
    }, EVENTUALLY);
  });
});
