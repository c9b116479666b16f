import { RecordWork } from '@aegis/api/dist/src/features/jobs/hours/record-work.js';
import { HoursRepository } from '@aegis/api/dist/src/features/jobs/hours/hours.repository.js';
import { JobsRepository } from '@aegis/api/dist/src/features/jobs/jobs.repository.js';
import { TrackingRepository } from '@aegis/api/dist/src/features/tracking/tracking.repository.js';
import { Clock } from '@aegis/api/dist/src/platform/clock/clock.js';
import { Platform } from '@aegis/api/dist/src/platform/platform.js';
import { readConfig } from '@aegis/api/dist/src/platform/config/config.js';
import { applicationDataSource } from '@aegis/api/dist/src/startup/application-data-source.js';
import { ReceiptChecker } from '@aegis/receipt';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import type { Figure } from '../harness/figures.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';
import { receiptsOfShifts } from '../world/receipts.js';
import { insertLongShift, SHIFT_FIXES } from '../world/long-shift.js';

/** A record may take three times as long as the trail of the same positions: as many in a second as a third. */
const LOWEST_RATIO = 1 / 3;
/** A receipt in a thousandth of a second of one core: 1,000 a second. */
const LONGEST_MS = 1;
const RECEIPTS = 500;
const STATEMENT_TIMEOUT_MS = 60_000;
const POOL = 2;

/** Every fix of it is drawn. */
const WHOLE = { simplifyMeters: 0, zoom: null, gapMinutes: 10 };

const RECORD = `record of a shift, ${SHIFT_FIXES.toLocaleString('en-US')} fixes`;
const TRAIL = 'trail query';

export const hours: Topic = {
  name: 'hours',
  summary: 'the record of a shift of 24 hours beside the query of its trail, and receipts checked',
  together: { seconds: 2 },

  async run(bench) {
    const measured = await alternate(await contendersOf(bench), bench.options.rounds, bench.tell);
    const record: Figure = {
      name: RECORD,
      value: medianOf(measured, RECORD),
      unit: '/s',
      baseline: against(measured, RECORD, TRAIL),
      bar: { kind: 'ratio at least', ratio: LOWEST_RATIO },
    };
    return [record, await receiptFigure(bench)];
  },
};

async function contendersOf(bench: Bench): Promise<Contender[]> {
  const { url, pool } = await createDatabase(bench);
  bench.tell('Filling: a shift of 24 hours ...');
  const { jobId, guardId, from, until } = await insertLongShift(pool);
  await pool.query('VACUUM ANALYZE');
  const connection = { url, poolSize: POOL, statementTimeoutMs: STATEMENT_TIMEOUT_MS, embedded: false };
  const dataSource = await applicationDataSource(connection).initialize();
  bench.atEnd(() => dataSource.destroy());
  const platform = new Platform(readConfig({}), dataSource, new Clock());
  const [tracking, jobs] = [new TrackingRepository(platform.database), new JobsRepository(platform.database)];
  const track = { guardId, jobId };
  const fixes = {
    between: (of: Parameters<typeof tracking.siteFixes>[0], begin: Date, end: Date) =>
      tracking.siteFixes(of, { from: begin, until: new Date(end.getTime() + 1) }),
  };
  const work = new RecordWork(fixes, new HoursRepository(platform.database), platform);
  const job = await jobs.byId(jobId);
  if (!job) throw new Error('the shift is not there');
  const { seconds } = bench.options;
  return [
    { name: RECORD, measure: () => perSecond(seconds, async () => void (await work.until(job, until))) },
    {
      name: TRAIL,
      measure: () => perSecond(seconds, async () => void (await tracking.trail(track, { from, until }, WHOLE))),
    },
  ];
}

async function receiptFigure(bench: Bench): Promise<Figure> {
  const { texts, keys } = receiptsOfShifts(RECEIPTS);
  const checker = new ReceiptChecker(keys);
  let next = 0;
  const check = (): void => void checker.check(texts[next++ % texts.length] ?? '');
  const name = 'receipt checked, time of one core';
  const contender = { name, measure: () => Promise.resolve(perCoreSecond(bench.options.seconds, check)) };
  const measured = await alternate([contender], bench.options.rounds, bench.tell);
  const perReceipt = 1000 / medianOf(measured, name);
  const bar = { kind: 'at most', value: LONGEST_MS, words: '1,000 a second' } as const;
  return { name, value: perReceipt, unit: 'ms', bar };
}

/** How often it is done in a second, one after the other. */
async function perSecond(seconds: number, act: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  let count = 0;
  while (performance.now() - begun < seconds * 1000) {
    await act();
    count++;
  }
  return (count * 1000) / (performance.now() - begun);
}

/** The same in a second of work of the processor, which what else the machine does takes nothing of. */
function perCoreSecond(seconds: number, act: () => void): number {
  const begun = process.cpuUsage();
  let count = 0;
  for (;;) {
    act();
    count++;
    const { user, system } = process.cpuUsage(begun);
    if (user + system >= seconds * 1_000_000) return (count * 1_000_000) / (user + system);
  }
}
