import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestDataSource, type TestDataSource } from '../../../database/spec-support/test-data-source.js';
import { MovableClock } from '../clock/clock.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../clock/duration.js';
import { deadlineKind } from './deadline-kind.js';
import { QueueProcess } from './spec-support/queue-process.js';

const EVENTUALLY = { timeout: 20_000, interval: 25 };

const RINGS = deadlineKind('spec.rings');
const GATHERS = deadlineKind('spec.gathers');

let test: TestDataSource;
let first: QueueProcess;
let clock: MovableClock;
let rung: string[] = [];
let gathered: string[][] = [];
const refused = new Set<string>();

beforeAll(async () => {
  test = await openTestDataSource(6);
  clock = new MovableClock();
  first = processOf();
  first.deadlines.start();
});
afterAll(async () => {
  for (const kind of [RINGS, GATHERS]) kind.withdraw();
  await first.stop();
  await test.close();
});
afterEach(async () => {
  clock.set(new Date());
  rung = [];
  gathered = [];
  refused.clear();
  await test.dataSource.query(`DELETE FROM deadlines`);
});

function processOf(): QueueProcess {
  const made = new QueueProcess(test.dataSource, clock);
  made.deadlines.subscribe(RINGS, async (subject) => {
    await made.database.anyRows('SELECT 1');
    if (refused.has(subject)) throw new Error('not now');
    made.database.afterCommit(() => rung.push(subject));
  });
  const gather = async (subject: string): Promise<void> => {
    const others = await made.deadlines.takeDue(GATHERS, 99);
    made.database.afterCommit(() => gathered.push([subject, ...others]));
  };
  made.deadlines.subscribe(GATHERS, gather, { takesOthers: true });
  return made;
}

const left = async (): Promise<number> =>
  (await test.dataSource.query<{ left: number }[]>(`SELECT count(*)::int AS left FROM deadlines`))[0]?.left ?? -1;

/** So many that are due at `at`, one for each subject. */
async function setMany(count: number, at: Date): Promise<string[]> {
  const subjects = Array.from({ length: count }, () => randomUUID());
  await test.dataSource.query(
    `INSERT INTO deadlines (id, kind, subject_id, due_at)
     SELECT gen_random_uuid(), 'spec.rings', subject, $2 FROM unnest($1::uuid[]) AS s (subject)`,
    [subjects, at],
  );
  return subjects;
}

describe('a deadline', () => {
  it('fires when its moment comes, and not with a transaction that failed', async () => {
    const subject = randomUUID();
    await first.deadlines.set(RINGS, subject, shift(clock.now(), 100));
    const failing = first.database.transaction(async () => {
      await first.deadlines.set(RINGS, randomUUID(), shift(clock.now(), 50));
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    await vi.waitFor(() => expect(rung).toEqual([subject]), EVENTUALLY);
    expect(await left()).toBe(0);
  });

  it('that another process has set is noticed', async () => {
    const [subject] = await setMany(1, shift(clock.now(), 300));
    await vi.waitFor(() => expect(rung).toEqual([subject]), EVENTUALLY);
  });

  it('whose moment has passed long ago fires at once', async () => {
    const subject = randomUUID();
    await first.deadlines.set(RINGS, subject, shift(clock.now(), -30 * DAY_MS));
    await vi.waitFor(() => expect(rung).toEqual([subject]), EVENTUALLY);
  });

  it('follows the clock of the application, five days on and five days back', async () => {
    const [soon, later] = [randomUUID(), randomUUID()];
    await first.deadlines.set(RINGS, soon, shift(clock.now(), HOUR_MS));
    clock.move(5 * DAY_MS);
    await vi.waitFor(() => expect(rung).toEqual([soon]), EVENTUALLY);
    await first.deadlines.set(RINGS, later, shift(clock.now(), HOUR_MS));
    clock.move(-5 * DAY_MS);
    const now = randomUUID();
    await first.deadlines.set(RINGS, now, shift(clock.now(), 50));
    await vi.waitFor(() => expect(rung).toEqual([soon, now]), EVENTUALLY);
    clock.move(5 * DAY_MS + HOUR_MS);
    await vi.waitFor(() => expect(rung).toEqual([soon, now, later]), EVENTUALLY);
  });

  it('that is set twice for the same moment is one, unless it may be firing', async () => {
    const subject = randomUUID();
    const at = shift(clock.now(), HOUR_MS);
    await first.deadlines.set(RINGS, subject, at);
    await first.deadlines.set(RINGS, subject, at);
    await first.deadlines.set(GATHERS, subject, at);
    await first.deadlines.set(RINGS, randomUUID(), at);
    expect(await left()).toBe(3);
    await first.deadlines.set(RINGS, subject, shift(at, 1));
    expect(await left()).toBe(4);
    await first.deadlines.stop();
    const past = shift(clock.now(), -HOUR_MS);
    await first.deadlines.set(RINGS, subject, past);
    await first.deadlines.set(RINGS, subject, past);
    expect(await left()).toBe(6);
    first.deadlines.start();
  });

  it('that cannot be handled leaves all beside it alone, and is tried again', async () => {
    await first.deadlines.stop();
    const subjects = await setMany(60, shift(clock.now(), -MINUTE_MS));
    const bad = subjects[30] ?? '';
    refused.add(bad);
    first.deadlines.start();
    await vi.waitFor(() => expect(new Set(rung)).toEqual(new Set(subjects.filter((one) => one !== bad))), EVENTUALLY);
    expect(rung).toHaveLength(59);
    refused.clear();
    await vi.waitFor(() => expect(rung).toHaveLength(60), EVENTUALLY);
    expect(await left()).toBe(0);
  });

  it('whose handler takes others takes all of its kind, beside a crowd of another', async () => {
    await first.deadlines.stop();
    await setMany(100, shift(clock.now(), -MINUTE_MS));
    const subjects = Array.from({ length: 20 }, () => randomUUID());
    for (const subject of subjects) await first.deadlines.set(GATHERS, subject, shift(clock.now(), -HOUR_MS));
    first.deadlines.start();
    await vi.waitFor(() => expect(rung).toHaveLength(100), EVENTUALLY);
    await vi.waitFor(() => expect(gathered.flat().sort()).toEqual(subjects.sort()), EVENTUALLY);
  });

  it('fires once, however many processes there are', async () => {
    const others = [processOf(), processOf()];
    const subjects = await setMany(300, shift(clock.now(), 500));
    for (const other of others) other.deadlines.start();
    await vi.waitFor(() => expect(rung.length).toBeGreaterThanOrEqual(300), EVENTUALLY);
    await Promise.all(others.map((other) => other.stop()));
    expect([...rung].sort()).toEqual([...subjects].sort());
  });
});

describe('a process that is asked to end', () => {
  it('finishes what is under way and begins nothing, though thousands are due', async () => {
    await first.deadlines.stop();
    await setMany(3000, shift(clock.now(), -MINUTE_MS));
    const ending = processOf();
    ending.deadlines.start();
    await vi.waitFor(() => expect(rung.length).toBeGreaterThan(0), { timeout: 20_000, interval: 1 });
    await ending.stop();
    const done = rung.length;
    // Four transactions were under way, of seventeen at most.
    expect(await left()).toBe(3000 - done);
    expect(done).toBeLessThan(3000);
    first.deadlines.start();
    await vi.waitFor(async () => expect(await left()).toBe(0), EVENTUALLY);
    expect(new Set(rung).size).toBe(3000);
  });
});
