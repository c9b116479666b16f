import type { api, BoardKind, WireAnswer } from '@aegis/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { insertJobsOfMonths } from '../../../../test/jobs-of-months.js';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../platform/clock/duration.js';
import { declaredStatements } from '../../../platform/database/statement.js';
import { Sweep } from '../../payments/flow/sweep.js';
import { SilenceWatch } from '../../tracking/silence/silence-watch.js';

type Board = WireAnswer<typeof api.desk.board>;

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
  admin = await market.admin();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const read = (): Promise<Board> => admin.client.desk.board();

const kindsOf = async (subjectId: string): Promise<BoardKind[]> =>
  (await read()).rows.filter(({ subject }) => subject.id === subjectId).map(({ kind }) => kind);

const run = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  market.application.dataSource.query(sql, values);

describe('the board', () => {
  it('has a job that starts soon and that nobody has accepted, and not one of next week', async () => {
    const customer = await market.registerCustomer();
    const location = market.newPlace();
    const soon = await market.book(customer, { location, startsIn: 11 * HOUR_MS });
    const later = await market.book(customer, { location, startsIn: 7 * DAY_MS });
    const { rows } = await read();
    const row = rows.find(({ subject }) => subject.id === soon.id);
    expect(row).toMatchObject({
      kind: 'unfilled',
      action: 'assign',
      startTime: soon.startTime,
      subject: { name: 'Gate' },
    });
    expect(Date.parse(row?.since ?? '')).toBe(Date.parse(soon.requestedAt));
    expect(rows.some(({ subject }) => subject.id === later.id)).toBe(false);
  });

  it('has a guard who is not there a quarter of an hour after they were expected, not before', async () => {
    const { job } = await market.bookedJob({ startsIn: 30 * MINUTE_MS });
    await run('UPDATE jobs SET promised_travel_seconds = 3000 WHERE id = $1', [job.id]);
    await market.withoutDeadlines(async () => {
      const expectedAt = Date.parse(job.matchedAt ?? '') + 50 * MINUTE_MS;
      market.clock.set(new Date(expectedAt + 14 * MINUTE_MS));
      expect(await kindsOf(job.id)).toEqual([]);
      market.clock.set(new Date(expectedAt + 16 * MINUTE_MS));
      expect(await kindsOf(job.id)).toEqual(['guard_late']);
    });
  });

  it('has a silent job, and one beyond its end', async () => {
    const { job } = await market.runningJob();
    await market.withoutDeadlines(async () => {
      market.clock.move(11 * MINUTE_MS);
      await market.application.app.get(SilenceWatch, { strict: false }).look();
      expect(await kindsOf(job.id)).toEqual(['silent']);
      market.clock.move(3 * HOUR_MS);
      expect((await kindsOf(job.id)).sort()).toEqual(['over_time', 'silent']);
    });
  });

  it('has a guard who is away from the site, until they are back', async () => {
    const { job } = await market.runningJob();
    await run('UPDATE jobs SET left_post_at = now() WHERE id = $1', [job.id]);
    expect(await kindsOf(job.id)).toEqual(['left_post']);
    await run('UPDATE jobs SET left_post_at = NULL WHERE id = $1', [job.id]);
    expect(await kindsOf(job.id)).toEqual([]);
  });

  it('has papers that wait, until they are seen', async () => {
    const guard = await market.registerGuard();
    await guard.client.guards.replaceMe({ body: market.profile() });
    expect(await kindsOf(guard.id)).toEqual(['verification']);
    await market.verify(guard);
    expect(await kindsOf(guard.id)).toEqual([]);
  });

  it('has money that moves no further: refused, disputed, or unheard of; and not what was tried again', async () => {
    const { customer, guard, job } = await market.bookedJob();
    const charge = await vi.waitFor(
      async () => {
        const { items } = await customer.client.payments.ofJob({ params: { id: job.id } });
        const [held] = items.filter(({ status }) => status === 'authorized');
        if (!held) throw new Error('nothing is held yet');
        return held;
      },
      { timeout: 20_000, interval: 50 },
    );
    const trouble = async (): Promise<(string | null)[]> =>
      (await read()).rows
        .filter(({ subject, kind }) => subject.id === job.id && kind === 'money')
        .map((row) => row.trouble);
    expect(await trouble()).toEqual([]);
    const at = market.now;
    const insert = (id: string, type: string, status: string, more: string, createdAt = at): Promise<unknown[]> =>
      run(
        `INSERT INTO payments (id, job_id, ${type === 'charge' ? 'payer_id' : 'payee_id'}, payment_type, status, amount_cents,
           platform_fee_cents, guard_payout_cents, is_current, paid_out_of, created_at, updated_at ${more === '' ? '' : `, ${more}`})
         VALUES ($1, $2, $3, '${type}', '${status}', 100, 20, 80, true, $5, $4, $4 ${more === '' ? '' : ', $4'})`,
        [id, job.id, type === 'charge' ? customer.id : guard.id, createdAt, type === 'payout' ? charge.id : null],
      );
    await insert('00000000-0000-4000-8000-000000000001', 'payout', 'failed', 'failed_at');
    expect(await trouble()).toEqual(['payout_failed']);
    await insert('00000000-0000-4000-8000-000000000002', 'payout', 'pending', '');
    expect(await trouble()).toEqual([]);
    await market.withoutDeadlines(async () => {
      market.clock.move(61 * MINUTE_MS);
      expect(await trouble()).toContain('outcome_unknown');
      // Told to the desk too, once.
      const sweep = market.application.app.get(Sweep, { strict: false });
      await sweep.sweep();
      await sweep.sweep();
      const { items } = await admin.client.notifications.list();
      expect(items.filter(({ kind, jobId }) => kind === 'desk_money_unknown' && jobId === job.id)).toHaveLength(1);
    });
    // A charge that was let go, and the refusal after it.
    await run(`UPDATE payments SET status = 'cancelled' WHERE id = $1`, [charge.id]);
    await insert('00000000-0000-4000-8000-000000000003', 'charge', 'failed', 'failed_at', market.now);
    expect(await trouble()).toContain('hold_failed');
  });
});

describe('the board of a market with thousands of jobs', () => {
  const NOW = new Date('2026-11-10T20:00:00Z');

  it('counts all, shows no more than fifty of a kind, and reads what is open alone', async () => {
    const large = await Marketplace.open();
    try {
      large.clock.set(NOW);
      const { dataSource } = large.application;
      const operator = await large.admin();
      await insertJobsOfMonths((sql, values) => dataSource.query(sql, values), { jobs: 6000, days: 30, now: NOW });
      await dataSource.query(`ANALYZE`);
      const brute = async (condition: string): Promise<number> =>
        (await dataSource.query<{ jobs: number }[]>(`SELECT count(*)::int AS jobs FROM jobs WHERE ${condition}`))[0]
          ?.jobs ?? 0;
      const now = `'${NOW.toISOString()}'::timestamptz`;
      const { counts } = await operator.client.desk.board();
      expect(counts).toMatchObject({
        guard_late: await brute(`status = 'matched' AND start_time < ${now} - interval '15 minutes'`),
        unfilled: await brute(`status = 'requested' AND start_time < ${now} + interval '12 hours'`),
        over_time: await brute(`status = 'in_progress' AND end_time < ${now}`),
      });
      expect([counts.guard_late, counts.unfilled, counts.over_time]).toEqual([6, 6, 6]);
      const asked: [string, unknown[]][] = [
        ['jobs_unfilled', [NOW, 50]],
        ['jobs_with_late_guard', [NOW, 50]],
        ['jobs_with_left_post', [50]],
        ['jobs_over_time', [NOW, 50]],
      ];
      for (const [name, values] of asked) {
        const text = declaredStatements().find((statement) => statement.name === name)?.text;
        const plan = await dataSource.query<object[]>(`EXPLAIN ${text}`, values);
        expect(JSON.stringify(plan), name).toContain('jobs_status_start_time');
      }
      await dataSource.query('ALTER TABLE jobs DISABLE TRIGGER USER');
      await dataSource.query(
        `UPDATE jobs SET start_time = ${now}, end_time = ${now} + interval '2 hours' WHERE status = 'requested'`,
      );
      const crowded = await operator.client.desk.board();
      expect(crowded.counts.unfilled).toBe(60);
      expect(crowded.rows.filter(({ kind }) => kind === 'unfilled')).toHaveLength(50);
    } finally {
      await large.close();
    }
  });
});
