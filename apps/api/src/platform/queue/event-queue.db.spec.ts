import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openTestDataSource, type TestDataSource } from '../../../database/spec-support/test-data-source.js';
import { queuedEvents } from '../../../database/tables.js';
import { MovableClock } from '../clock/clock.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../clock/duration.js';
import { pick } from '../database/shapes.js';
import { boolean, text } from '../database/sql-types.js';
import { composed, type RowFrom } from '../database/statement.js';
import { defineEvents } from './events.js';
import { QueueProcess } from './spec-support/queue-process.js';

const EVENTUALLY = { timeout: 20_000, interval: 25 };

const { 'it.happened': happened } = defineEvents({ 'it.happened': z.object({ jobId: z.string() }) });

const ROWS = composed({
  takes: [text],
  gives: {
    ...pick(queuedEvents, 'consumer', 'attempts'),
    isTaken: boolean('taken_by IS NOT NULL'),
    isOver: boolean('failed_at IS NOT NULL'),
  },
  text: (row) => `SELECT ${row} FROM queued_events WHERE payload ->> 'jobId' = $1 ORDER BY consumer DESC`,
});
type Row = RowFrom<typeof ROWS>;

let test: TestDataSource;
let first: QueueProcess;
const clock = new MovableClock();
const heard: string[] = [];
/** How often an event is still to be refused by the second consumer. */
const refusals = new Map<string, number>();

beforeAll(async () => {
  test = await openTestDataSource();
  first = new QueueProcess(test.dataSource, clock);
  first.queue.subscribe(happened, 'spec-first', ({ jobId }) => {
    heard.push(`first ${jobId}`);
    return Promise.resolve();
  });
  first.queue.subscribe(happened, 'spec-second', async ({ jobId }) => {
    const left = refusals.get(jobId) ?? 0;
    refusals.set(jobId, left - 1);
    if (left > 0) throw new Error('not now');
    const [row] = await rowsOf(jobId);
    heard.push(`second ${jobId} ${row?.isTaken ? 'in hand' : 'in nobody’s hands'}`);
  });
  await first.queue.start();
});
afterAll(async () => {
  happened.withdraw();
  await first.stop();
  await test.close();
});

const rowsOf = (jobId: string): Promise<Row[]> => first.database.rows(ROWS, [jobId]);

const about = (jobId: string): string[] => heard.filter((line) => line.includes(` ${jobId}`));
const gone = (jobId: string): Promise<void> =>
  vi.waitFor(async () => expect(await rowsOf(jobId)).toEqual([]), EVENTUALLY);

describe('an event', () => {
  it('reaches each consumer once after the commit, and is in hand until it is handled', async () => {
    await first.database.transaction(async () => {
      await first.queue.publish(happened, { jobId: 'told' });
      expect(about('told')).toEqual([]);
    });
    await vi.waitFor(() => expect(about('told')).toHaveLength(2), EVENTUALLY);
    expect(about('told').sort()).toEqual(['first told', 'second told in hand']);
    await gone('told');
  });

  it('of a transaction that failed is no event', async () => {
    const failing = first.database.transaction(async () => {
      await first.queue.publish(happened, { jobId: 'withdrawn' });
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await rowsOf('withdrawn')).toEqual([]);
    expect(about('withdrawn')).toEqual([]);
  });

  it('that a consumer could not handle comes again to it alone', async () => {
    refusals.set('refused', 2);
    await first.queue.publish(happened, { jobId: 'refused' });
    await vi.waitFor(() => expect(about('refused')).toHaveLength(2), EVENTUALLY);
    expect(about('refused').filter((line) => line.startsWith('first'))).toHaveLength(1);
    await gone('refused');
  });

  it('beyond what one process takes in hand is not lost', async () => {
    const many = Array.from({ length: 120 }, (_, index) => `many-${index}-`);
    await first.database.transaction(async () => {
      for (const jobId of many) await first.queue.publish(happened, { jobId });
    });
    for (const jobId of many) await first.queue.publish(happened, { jobId: `again-${jobId}` });
    await vi.waitFor(() => {
      for (const jobId of many) expect(about(jobId)).toHaveLength(2);
      for (const jobId of many) expect(about(`again-${jobId}`)).toHaveLength(2);
    }, EVENTUALLY);
  });

  it('that nobody can handle is given up after an hour of retries, and stays to be seen', async () => {
    refusals.set('poison', 100);
    await first.queue.publish(happened, { jobId: 'poison' });
    await vi.waitFor(async () => expect(await rowsOf('poison')).toMatchObject([{ attempts: 1 }]), EVENTUALLY);
    await first.database.run(`UPDATE queued_events SET attempts = 11 WHERE payload ->> 'jobId' = 'poison'`);
    await vi.waitFor(async () => expect(await rowsOf('poison')).toMatchObject([{ attempts: 12 }]), EVENTUALLY);
    clock.move(34 * MINUTE_MS);
    expect(await first.queue.isQuiet()).toBe(true);
    clock.move(MINUTE_MS);
    const over = { consumer: 'spec-second', attempts: 13, isTaken: false, isOver: true };
    await vi.waitFor(async () => expect(await rowsOf('poison')).toEqual([over]), EVENTUALLY);
    expect(await first.queue.isQuiet()).toBe(true);
    expect(await first.queue.depth()).toEqual([
      { queue: 'it.happened.spec-first', waiting: 0, failed: 0 },
      { queue: 'it.happened.spec-second', waiting: 0, failed: 1 },
    ]);
  });

  it('whose payload another version has written is given up like one that cannot be handled', async () => {
    const copy = { id: '00000000-0000-7000-8000-000000000001', event: 'it.happened', consumer: 'spec-first' };
    await first.aftermath.say({
      queued: [{ ...copy, payload: { guardId: 'foreign' }, at: clock.now(), takenBy: null }],
    });
    const attempts = `SELECT attempts FROM queued_events WHERE payload ->> 'guardId' = 'foreign'`;
    await vi.waitFor(async () => expect(await first.database.anyRows(attempts)).toEqual([{ attempts: 1 }]), EVENTUALLY);
  });

  it('waits no longer when the clock is set back while it is put off', async () => {
    refusals.set('late', 1);
    clock.move(5 * DAY_MS);
    await first.queue.publish(happened, { jobId: 'late' });
    await vi.waitFor(async () => expect(await rowsOf('late')).toMatchObject([{ isTaken: false }]), EVENTUALLY);
    clock.move(-5 * DAY_MS);
    await vi.waitFor(() => expect(about('late')).toHaveLength(2), EVENTUALLY);
  });

  it('waits no longer than its delay when the clock goes on', async () => {
    refusals.set('early', 1);
    await first.queue.publish(happened, { jobId: 'early' });
    await vi.waitFor(async () => expect(await rowsOf('early')).toMatchObject([{ attempts: 1 }]), EVENTUALLY);
    await first.database.run(`UPDATE queued_events SET due_at = $1 WHERE payload ->> 'jobId' = 'early'`, [
      new Date(clock.now().getTime() + HOUR_MS),
    ]);
    clock.move(5 * DAY_MS);
    await vi.waitFor(() => expect(about('early')).toHaveLength(2), EVENTUALLY);
  });
});

describe('of two processes', () => {
  it('one takes what the other has only written', async () => {
    const other = new QueueProcess(test.dataSource, clock);
    other.queue.subscribe(happened, 'spec-first', () => Promise.resolve());
    await other.queue.publish(happened, { jobId: 'foreign' });
    await vi.waitFor(() => expect(about('foreign')).toEqual(['first foreign']), EVENTUALLY);
    await gone('foreign');
  });

  it('one takes what the other had in hand when it died', async () => {
    const dying = await anotherThatNeverEnds();
    await dying.queue.publish(happened, { jobId: 'in-hand' });
    await vi.waitFor(async () => expect(await rowsOf('in-hand')).toMatchObject([{ isTaken: true }]), EVENTUALLY);
    await dying.die();
    await vi.waitFor(() => expect(about('in-hand')).toEqual(['first in-hand']), EVENTUALLY);
    await gone('in-hand');
  });

  it('one takes what the other leaves when it ends', async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const ending = new QueueProcess(test.dataSource, clock);
    let begun = 0;
    ending.queue.subscribe(happened, 'spec-first', () => (begun++, held));
    await ending.queue.start();
    await ending.database.transaction(async () => {
      for (let index = 0; index < 60; index++) await ending.queue.publish(happened, { jobId: `left-${index}-` });
    });
    expect(begun).toBe(50);
    const stopped = ending.stop();
    letGo();
    await stopped;
    expect(begun).toBe(50);
    await vi.waitFor(() => expect(about('left').length).toBe(10), EVENTUALLY);
    for (let index = 0; index < 60; index++) await gone(`left-${index}-`);
  });

  it('none is on the list to which an event belongs: it is taken all the same', async () => {
    const nobody = '00000000-0000-7000-8000-000000000002';
    const copy = { id: '00000000-0000-7000-8000-000000000003', event: 'it.happened', consumer: 'spec-first' };
    await first.aftermath.say({
      queued: [{ ...copy, payload: { jobId: 'orphan' }, at: clock.now(), takenBy: nobody }],
    });
    await first.outbox.releaseOfNobody('00000000-0000-7000-8000-000000000004', clock.now());
    await vi.waitFor(() => expect(about('orphan')).toEqual(['first orphan']), EVENTUALLY);
  });
});

/** Its first consumer never comes to an end. */
async function anotherThatNeverEnds(): Promise<QueueProcess> {
  const another = new QueueProcess(test.dataSource, clock);
  another.queue.subscribe(happened, 'spec-first', () => new Promise(() => undefined));
  await another.queue.start();
  return another;
}
