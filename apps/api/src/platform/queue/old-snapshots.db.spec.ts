import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTestDataSource, type TestDataSource } from '../../../database/spec-support/test-data-source.js';
import { pagesOf, planOf, RequestStatements, type Sent } from '../../../test/request-statements.js';
import { onServerOnly } from '../../../test/test-database.js';
import { MovableClock } from '../clock/clock.js';
import { DAY_MS, HOUR_MS, shift } from '../clock/duration.js';
import { deadlineKind } from './deadline-kind.js';
import { QueueProcess } from './spec-support/queue-process.js';

const EVENTUALLY = { timeout: 60_000, interval: 50 };
const RINGS = deadlineKind('spec.snapshot');
/** They stay in the index for as long as anybody's snapshot is older than their end. */
const TAKEN = 5000;
/** With what is looked at of events and processes; over the taken ones it is hundreds. */
const FEW_PAGES = 20;

let test: TestDataSource;
let process_: QueueProcess;
let statements: RequestStatements;
const rung: string[] = [];
const clock = new MovableClock();

beforeAll(async () => {
  test = await openTestDataSource(8);
  statements = new RequestStatements(test.dataSource);
  process_ = new QueueProcess(test.dataSource, clock);
  process_.deadlines.subscribe(RINGS, (subject) => {
    process_.database.afterCommit(() => rung.push(subject));
    return Promise.resolve();
  });
});
afterAll(async () => {
  await process_.stop();
  RINGS.withdraw();
  await test.close();
});

const setMany = (count: number, at: Date): Promise<unknown> =>
  test.dataSource.query(
    `INSERT INTO deadlines (id, kind, subject_id, due_at)
     SELECT gen_random_uuid(), 'spec.snapshot', gen_random_uuid(), $2 FROM generate_series(1, $1::int)`,
    [count, at],
  );

/** The next one that this process sends, and of which `isMeant` is true. */
async function nextOf(name: string, isMeant: (values: unknown[]) => boolean): Promise<Sent> {
  const before = statements.named(name).length;
  const next = (): Sent | undefined =>
    statements
      .named(name)
      .slice(before)
      .find(({ values }) => isMeant(values));
  return vi.waitFor(() => next() ?? expect.unreachable('not yet'), EVENTUALLY);
}

onServerOnly('it has one session, and so no snapshot beside its own', () => {
  it('while a backup reads, the poll for deadlines walks over none of those that were taken meanwhile', async () => {
    const backup = test.dataSource.createQueryRunner();
    await backup.startTransaction('REPEATABLE READ');
    await backup.query('SELECT count(*) FROM deadlines');
    await setMany(TAKEN, shift(clock.now(), -HOUR_MS));
    await setMany(50, shift(clock.now(), DAY_MS));
    process_.deadlines.start();
    await vi.waitFor(() => expect(rung).toHaveLength(TAKEN), EVENTUALLY);

    const isFromHere = (from: unknown): boolean => from instanceof Date && from > shift(clock.now(), -HOUR_MS / 2);
    const look = await nextOf('queue_look', (values) => isFromHere(values[7]));
    expect(pagesOf(await planOf(test.dataSource, look))).toBeLessThan(FEW_PAGES);
    const fromTheBeginning = { ...look, values: look.values.with(7, new Date(0)) };
    expect(pagesOf(await planOf(test.dataSource, fromTheBeginning))).toBeGreaterThan(FEW_PAGES);

    const subject = randomUUID();
    const claiming = nextOf('deadline_claim', ([from]) => isFromHere(from));
    await process_.deadlines.set(RINGS, subject, clock.now());
    expect(pagesOf(await planOf(test.dataSource, await claiming))).toBeLessThan(FEW_PAGES);
    await vi.waitFor(() => expect(rung.at(-1)).toBe(subject), EVENTUALLY);
    await backup.rollbackTransaction();
    await backup.release();
  });
});
