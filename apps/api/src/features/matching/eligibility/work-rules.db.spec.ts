import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace } from '../../../../test/marketplace.js';
import { HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { customers, guardsOnDuty } from '../spec-support/crowd.js';
import { Eligibility } from './eligibility.js';

const WEEKS = 120;
const TEST_LIMIT_MS = 300_000;
const QUARTER_MS = 15 * MINUTE_MS;
const [DAY_QUARTERS, WEEK_QUARTERS] = [24 * 4, 7 * 24 * 4];
const ASKED_AT_QUARTER = 8 * 24 * 4;

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '3600' });
});
afterAll(() => market.close());

/** In quarters of an hour from a beginning of its own. */
interface Stretch {
  from: number;
  to: number;
}

/** Stretches of work that do not overlap, before and after the asked job; some of it done, some held. */
const week = fc.record({
  asked: fc.integer({ min: 4, max: 64 }),
  before: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 4, max: 60 })), { maxLength: 8 }),
  after: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 4, max: 60 })), { maxLength: 8 }),
});

type Week = typeof week extends fc.Arbitrary<infer T> ? T : never;

function stretchesOf({ asked, before, after }: Week): { job: Stretch; work: Stretch[] } {
  const job = { from: ASKED_AT_QUARTER, to: ASKED_AT_QUARTER + asked };
  const work: Stretch[] = [];
  let at = job.from;
  for (const [gap, lasts] of before) {
    work.push({ from: at - gap - lasts, to: at - gap });
    at -= gap + lasts;
  }
  at = job.to;
  for (const [gap, lasts] of after) {
    work.push({ from: at + gap, to: at + gap + lasts });
    at += gap + lasts;
  }
  return { job, work: work.filter(({ from }) => from >= 0) };
}

/** Quarter by quarter, as slow as can be: the most work in any window that the job reaches into, in quarters. */
function mostWorkWithin(windowQuarters: number, job: Stretch, work: readonly Stretch[]): number {
  let most = 0;
  for (let opens = job.from - windowQuarters + 1; opens < job.to; opens++) {
    const inside = [job, ...work].map(({ from, to }) =>
      Math.max(0, Math.min(to, opens + windowQuarters) - Math.max(from, opens)),
    );
    most = Math.max(
      most,
      inside.reduce((sum, quarters) => sum + quarters, 0),
    );
  }
  return most;
}

async function written({
  job,
  work,
}: {
  job: Stretch;
  work: readonly Stretch[];
}): Promise<{ job: JobRow; guardId: string }> {
  const { dataSource, baseUrl, app } = market.application;
  const [at, now] = [market.newPlace(), market.now];
  const [[guard], [customer]] = await Promise.all([
    guardsOnDuty(dataSource, baseUrl, { count: 1, at, now }),
    customers(dataSource, baseUrl, 1, now),
  ]);
  if (!guard || !customer) throw new Error('nobody is there');
  // The asked job is three hours ahead: work before it is partly done, and what is done counts as it was worked.
  const instant = (quarter: number): Date => shift(now, 3 * HOUR_MS + (quarter - ASKED_AT_QUARTER) * QUARTER_MS);
  const id = randomUUID();
  const held = work.map((stretch) => ({ id: randomUUID(), ...stretch }));
  await dataSource.query(
    `INSERT INTO jobs (id, customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
       required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents)
     SELECT j.id, $2, 'Gate', 'basic', 'Street', ST_SetSRID(ST_MakePoint($3, $4), 4326)::geography, j.starts, j.ends, 'basic',
       2500, 5000, 1000, 4000
     FROM jsonb_to_recordset($1::jsonb) AS j(id uuid, starts timestamptz, ends timestamptz)`,
    [
      JSON.stringify(
        [{ id, ...job }, ...held].map(({ id: key, from, to }) => ({
          id: key,
          starts: instant(from),
          ends: instant(to),
        })),
      ),
      customer.id,
      at.lng,
      at.lat,
    ],
  );
  await dataSource.query(
    `UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = start_time WHERE id = ANY($1)`,
    [held.map((one) => one.id), guard.id],
  );
  const done = held.filter(({ to }) => instant(to) <= now).map((one) => one.id);
  // One after the other: a guard is at work on one job at a time.
  for (const jobId of done) {
    await dataSource.query(
      `UPDATE jobs SET status = 'in_progress', started_at = start_time, check_in_proof = 'admin' WHERE id = $1`,
      [jobId],
    );
    await dataSource.query(
      `UPDATE jobs SET status = 'completed', completed_at = end_time, ended_by = 'admin', worked_minutes = 60,
         due_amount_cents = 5000 WHERE id = $1`,
      [jobId],
    );
  }
  return { job: await app.get(JobsService).get(id), guardId: guard.id };
}

const unmetOf = async (stretches: { job: Stretch; work: readonly Stretch[] }): Promise<string[]> => {
  const { job, guardId } = await written(stretches);
  return (await market.application.app.get(Eligibility).inSearch(guardId, job)).unmet;
};

describe('rest and travel', () => {
  it(
    'are those of every window, for random weeks of work',
    async () => {
      const seen = new Set<string>();
      const agree = fc.asyncProperty(week, async (random) => {
        const stretches = stretchesOf(random);
        const unmet = await unmetOf(stretches);
        const { job, work } = stretches;
        const expected = [
          ...(work.some(({ from, to }) => from === job.to || to === job.from) ? ['travel'] : []),
          ...(mostWorkWithin(DAY_QUARTERS, job, work) > 16 * 4 ? ['day_work'] : []),
          ...(mostWorkWithin(WEEK_QUARTERS, job, work) > 60 * 4 ? ['week_work'] : []),
        ];
        // What was done touches nothing: from there the guard is on their way already.
        const isHeld = work.some(({ from, to }) => from === job.to || (to === job.from && to * QUARTER_MS > 0));
        expect(unmet).toEqual(isHeld ? expected : expected.filter((rule) => rule !== 'travel'));
        for (const rule of unmet) seen.add(rule);
        if (unmet.length === 0) seen.add('none');
      });
      await fc.assert(agree, { numRuns: WEEKS, endOnFailure: true });
      expect([...seen].sort()).toEqual(['day_work', 'none', 'travel', 'week_work']);
    },
    TEST_LIMIT_MS,
  );

  it('let nobody do three jobs of 24 hours in a row, nor one', async () => {
    const day = (count: number): Stretch => ({
      from: ASKED_AT_QUARTER + count * 96,
      to: ASKED_AT_QUARTER + (count + 1) * 96,
    });
    expect(await unmetOf({ job: day(0), work: [] })).toEqual(['day_work']);
    expect(await unmetOf({ job: day(2), work: [day(0)] })).toContain('day_work');
  });
});
