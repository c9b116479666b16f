import type { api, Job, WireAnswer } from '@aegis/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertJobsOfMonths } from '../../../test/jobs-of-months.js';
import { Marketplace, type Person } from '../../../test/marketplace.js';

type Overview = WireAnswer<typeof api.admin.overview>;

const ZONE = 'America/Los_Angeles';
/** More than any page of a list holds, and as many a day as a busy market has. */
const JOBS = 6000;
const DAYS = 30;
const NOW = new Date('2026-11-10T20:00:00Z');

let market: Marketplace;
let admin: Person;

const read = (query: { days?: number; timeZone?: string } = {}): Promise<Overview> =>
  admin.client.admin.overview({ query });

const rows = <Row>(sql: string): Promise<Row[]> => market.application.dataSource.query(sql);

/** What clocks of the zone show: a second way to a day, which the server does not go. */
const daysIn = (zone: string): ((at: Date) => string) => {
  const clock = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  return (at) => clock.format(at);
};

/** Adds up, by key. */
function sums<Row>(
  all: readonly Row[],
  keyOf: (row: Row) => string,
  amountOf: (row: Row) => number,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const row of all) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0) + amountOf(row));
  return found;
}

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());

describe('the overview of a market with thousands of jobs', () => {
  beforeAll(async () => {
    market.clock.set(NOW);
    admin = await market.admin();
    const { dataSource } = market.application;
    await insertJobsOfMonths((sql, values) => dataSource.query(sql, values), { jobs: JOBS, days: DAYS, now: NOW });
  });

  it('has every job of every day of the calendar asked for, also where clocks were changed', async () => {
    const jobs = await rows<{ status: Job['status']; requested_at: Date }>('SELECT status, requested_at FROM jobs');
    for (const timeZone of [ZONE, 'UTC', 'Asia/Kathmandu']) {
      const dayOf = daysIn(timeZone);
      const booked = sums(
        jobs,
        (job) => `${dayOf(job.requested_at)} ${job.status}`,
        () => 1,
      );
      const overview = await read({ days: 14, timeZone });
      expect(overview.timeZone).toBe(timeZone);
      expect(overview.days).toHaveLength(14);
      expect(overview.days.at(-1)?.day).toBe(dayOf(NOW));
      for (const { day, jobs: told } of overview.days) {
        for (const [status, count] of Object.entries(told))
          expect(count, `${day} ${status}`).toBe(booked.get(`${day} ${status}`) ?? 0);
      }
      expect(overview.days.slice(0, -1).every(({ jobs: told }) => told.completed > 0)).toBe(true);
    }
  });

  it('has every cent of every day', async () => {
    const money = await rows<{ payment_type: string; amount_cents: number; succeeded_at: Date }>(
      'SELECT payment_type, amount_cents, succeeded_at FROM payments WHERE succeeded_at IS NOT NULL AND returned_at IS NULL',
    );
    const dayOf = daysIn(ZONE);
    const moved = sums(
      money,
      (row) => `${dayOf(row.succeeded_at)} ${row.payment_type}`,
      (row) => row.amount_cents,
    );
    const { days } = await read({ days: 20, timeZone: ZONE });
    for (const { day, chargedCents, paidOutCents, refundedCents } of days)
      expect([chargedCents, paidOutCents, refundedCents], day).toEqual(
        ['charge', 'payout', 'refund'].map((type) => moved.get(`${day} ${type}`) ?? 0),
      );
    expect(days.every(({ chargedCents }) => chargedCents > 0)).toBe(true);
    expect(days.some(({ refundedCents }) => refundedCents > 0)).toBe(true);
  });

  it('has the share and the median wait of the jobs of these days whose search is over', async () => {
    const overview = await read({ days: 14, timeZone: ZONE });
    const [first, dayOf] = [overview.days[0]?.day ?? '', daysIn(ZONE)];
    const jobs = (
      await rows<{ status: string; requested_at: Date; matched_at: Date | null }>(
        'SELECT status, requested_at, matched_at FROM jobs',
      )
    ).filter((job) => dayOf(job.requested_at) >= first && job.status !== 'requested');
    const waits = jobs
      .flatMap((job) => (job.matched_at ? [(job.matched_at.getTime() - job.requested_at.getTime()) / 1000] : []))
      .sort((one, other) => one - other);
    expect(overview.searches).toMatchObject({ over: jobs.length, matched: waits.length });
    expect(overview.searches.medianWaitSeconds).toBeCloseTo(waits[Math.ceil(waits.length / 2) - 1] ?? 0, 3);
  });

  it('counts what is open and under way over all days', async () => {
    const [open] = await rows<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE status = 'requested')::int AS requested,
         count(*) FILTER (WHERE status = 'matched')::int AS matched,
         count(*) FILTER (WHERE status = 'in_progress')::int AS in_progress FROM jobs`,
    );
    const [waiting] = await rows<{ cents: number }>(
      `SELECT sum(amount_cents)::int AS cents FROM payments WHERE payment_type = 'payout' AND status = 'pending'`,
    );
    const overview = await read();
    expect(overview.jobsOpen).toEqual(open);
    expect(overview.payoutsPendingCents).toBe(waiting?.cents);
    expect(overview.payoutsPendingCents).toBeGreaterThan(0);
    expect(overview.map).toHaveLength(JOBS * 0.03);
  });

  it('refuses what is no zone and no number of days', async () => {
    await expect(read({ timeZone: 'Middle/Earth' })).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    await expect(read({ days: 0 })).rejects.toMatchObject({ status: 400 });
    await expect(read({ days: 91 })).rejects.toMatchObject({ status: 400 });
  });
});
