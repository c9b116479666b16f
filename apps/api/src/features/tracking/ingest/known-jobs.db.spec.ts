import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Booking, Marketplace, metersNorth } from '../../../../test/marketplace.js';
import { RequestStatements } from '../../../../test/request-statements.js';
import type { TestApplication } from '../../../../test/test-application.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { JobsService } from '../../jobs/jobs.service.js';
import type { NewFix } from '../tracking.repository.js';
import { JobsChanged } from '../history/fix-history.js';
import { WholeHistory } from '../history/whole-history.js';

let market: Marketplace;
/** Another process of the same market: what it changes, the first one is not told. */
let other: TestApplication;
let statements: RequestStatements;

beforeAll(async () => {
  market = await Marketplace.open();
  other = await market.application.another();
  statements = new RequestStatements(market.application.dataSource);
});
afterAll(async () => {
  await other.app.close();
  await market.close();
});

const fix = ({ job }: Booking, secondsAgo = 1, meters = 10) => ({
  ...metersNorth(job.location, meters),
  accuracyMeters: 10,
  recordedAt: shift(market.now, -secondsAgo * SECOND_MS).toISOString(),
});

const upload = (booking: Booking, ...fixes: ReturnType<typeof fix>[]) =>
  booking.guard.client.tracking.upload({ params: { id: booking.job.id }, body: { fixes } });

const STORED = { stored: 1, duplicates: 0, rejected: [] };
const asked = (): number => statements.named('jobs_followed').length;

/** A job whose fixes this process has just taken. */
async function followed(): Promise<Booking> {
  const booking = await market.runningJob();
  market.clock.move(MINUTE_MS);
  expect(await upload(booking, fix(booking))).toEqual(STORED);
  market.clock.move(15 * SECOND_MS);
  return booking;
}

describe('a job whose fixes have just come', () => {
  it('is not asked for again: storing is one statement', async () => {
    const booking = await followed();
    const [before, stored] = [asked(), statements.named('ingest_insert').length];
    expect(await upload(booking, fix(booking))).toEqual(STORED);
    expect([asked(), statements.named('ingest_insert').length]).toEqual([before, stored + 1]);
  });

  it('that another process has ended takes nothing any more that came after its end', async () => {
    const booking = await followed();
    const guard = { ...booking.guard, client: other.client(booking.guard.token) };
    await market.checkOut({ ...booking, guard });
    market.clock.move(10 * SECOND_MS);
    const rejected = [{ index: 1, code: 'outside_tracking_window' }];
    expect(await upload(booking, fix(booking, 15), fix(booking, 1))).toEqual({ stored: 1, duplicates: 0, rejected });
  });

  it('that another process has given to nobody is not there for its guard', async () => {
    const booking = await market.bookedJob();
    market.clock.move(MINUTE_MS);
    expect(await upload(booking, fix(booking))).toEqual(STORED);
    await other
      .client(booking.guard.token)
      .jobs.withdraw({ params: { id: booking.job.id }, body: { reason: 'The car broke down' } });
    market.clock.move(15 * SECOND_MS);
    // Also when nothing of what is sent would have been stored, and no statement asks for the job.
    for (const sent of [{ ...fix(booking), accuracyMeters: 5000 }, fix(booking)])
      await expect(upload(booking, sent)).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('that lasts longer than it did is asked for before a fix is refused', async () => {
    const booking = await followed();
    const endTime = shift(new Date(booking.job.endTime), 2 * HOUR_MS).toISOString();
    await other.client(booking.customer.token).payments.extend({ params: { id: booking.job.id }, body: { endTime } });
    const isLonger = async () =>
      (await booking.customer.client.jobs.get({ params: { id: booking.job.id } })).endTime === endTime;
    await vi.waitFor(async () => expect(await isLonger()).toBe(true), { timeout: 20_000, interval: 25 });
    await market.withoutDeadlines(async () => {
      market.clock.set(shift(new Date(booking.job.endTime), HOUR_MS));
      expect(await upload(booking, fix(booking))).toEqual(STORED);
    });
  });

  it('is none of anybody else, who is told what a stranger is told', async () => {
    const [booking, stranger] = [await followed(), await market.verifiedGuard()];
    const params = { id: booking.job.id };
    const sent = stranger.client.tracking.upload({ params, body: { fixes: [fix(booking)] } });
    await expect(sent).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('fixes that were judged by a job', () => {
  const newFix = ({ guard, job }: Booking): NewFix => ({
    fix: { ...job.location, accuracyMeters: 10, recordedAt: shift(market.now, -SECOND_MS) },
    guardId: guard.id,
    jobId: job.id,
    receivedAt: market.now,
    isOfflineUpload: false,
  });
  const count = async (jobIds: string[]): Promise<number> => {
    const sql = 'SELECT count(*)::int AS fixes FROM location_history WHERE job_id = ANY ($1)';
    const [row] = await market.application.dataSource.query<{ fixes: number }[]>(sql, [jobIds]);
    return row?.fixes ?? -1;
  };

  it('are not stored, nor those beside them, when it has changed since it was read', async () => {
    const bookings = [await market.runningJob(), await market.runningJob()];
    const ids = bookings.map(({ job }) => job.id);
    const jobs = [...(await market.application.app.get(JobsService).followed(ids)).values()];
    await market.application.dataSource.query(`UPDATE jobs SET title = 'Another' WHERE id = $1`, [ids[1]]);
    const fixes = bookings.map(newFix).sort((a, b) => (a.guardId < b.guardId ? -1 : 1));
    const storing = market.application.app.get(WholeHistory).insert(fixes, jobs);
    await expect(storing).rejects.toEqual(new JobsChanged([ids[1] ?? '']));
    await expect(storing).rejects.toMatchObject({ ids: [ids[1]] });
    expect(await count(ids)).toBe(0);
  });
});
