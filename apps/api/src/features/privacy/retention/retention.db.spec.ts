import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marketplace, PASSWORD } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { RetentionScheduler } from './retention-scheduler.js';
import { RetentionTasks } from './retention-tasks.js';

let market: Marketplace;
let scheduler: RetentionScheduler;

beforeAll(async () => {
  market = await Marketplace.open();
  scheduler = market.application.app.get(RetentionScheduler);
  // What the start has begun would see the clock that the tests move.
  await market.application.app.get(Platform).schedule.rest();
});
afterAll(() => market.close());

const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  market.application.dataSource.query<Row[]>(sql, values);

const run = (task: string): Promise<Record<string, number>> => {
  const found = market.application.app.get(RetentionTasks).all.find(({ name }) => name === task);
  if (!found) throw new Error(`there is no task ${task}`);
  return found.run();
};

describe('retention', () => {
  it('runs each task once in its time, however many processes look at once, and again in the next', async () => {
    market.clock.move(2 * DAY_MS);
    const rounds = await Promise.all(Array.from({ length: 8 }, () => scheduler.runDue()));
    const names = market.application.app.get(RetentionTasks).all.map(({ name }) => name);
    expect(rounds.flat().toSorted()).toEqual(names.toSorted());
    expect(await scheduler.runDue()).toEqual([]);
    market.clock.move(HOUR_MS);
    expect(await scheduler.runDue()).toContain('sessions');
  });

  it('takes over what a killed process has begun', async () => {
    market.clock.move(3 * HOUR_MS);
    await scheduler.runDue();
    await query(`UPDATE scheduled_runs SET finished_at = NULL, started_at = started_at - interval '2 hours'
                 WHERE task = 'stripe-events' AND slot = (SELECT max(slot) FROM scheduled_runs WHERE task = 'stripe-events')`);
    expect(await scheduler.runDue()).toEqual(['stripe-events']);
  });

  it('deletes what is older than it may be, and nothing younger', async () => {
    const customer = await market.registerCustomer();
    const now = market.now.getTime();
    const at = (days: number): Date => new Date(now - days * DAY_MS);
    const hash = (byte: number): Buffer => Buffer.alloc(32, byte);
    for (const [byte, days] of [
      [1, 31],
      [2, 29],
    ] as const)
      await query(
        `INSERT INTO sessions (user_id, token_hash, created_at, expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5)`,
        [customer.id, hash(byte), at(days + 1), at(days - 1), at(days)],
      );
    for (const [key, days] of [
      ['old', 8],
      ['young', 6],
    ] as const)
      await query(`INSERT INTO idempotency_keys (user_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4)`, [
        customer.id,
        key,
        hash(0),
        at(days),
      ]);
    await query(
      `INSERT INTO stripe_events (id, type, applied_at) VALUES ('evt_old', 'x', $1), ('evt_young', 'x', $2)`,
      [at(91), at(89)],
    );
    expect(await run('sessions')).toMatchObject({ deleted: 1 });
    expect(await run('idempotency-keys')).toMatchObject({ deleted: 1 });
    expect(await run('stripe-events')).toMatchObject({ deleted: 1 });
    expect(await query(`SELECT key FROM idempotency_keys`)).toEqual([{ key: 'young' }]);
    expect(await query(`SELECT id FROM stripe_events`)).toEqual([{ id: 'evt_young' }]);
    await expect(customer.client.users.me()).resolves.toBeTruthy();
    await run('failed-events');
  });

  it('deletes how guards were chosen, but not for a job that is still searched', async () => {
    const customer = await market.registerCustomer();
    const [ended, searched] = [
      await market.book(customer, { location: market.newPlace(), startsIn: 200 * DAY_MS }),
      await market.book(customer, { location: market.newPlace(), startsIn: 200 * DAY_MS }),
    ];
    await customer.client.jobs.cancel({ params: { id: ended.id }, body: { reason: 'changed my mind' } });
    for (const { id } of [ended, searched])
      await query(
        `INSERT INTO match_decisions (id, job_id, wave, step, reason, radius_meters, inputs, ranking, offered, decided_at,
           next_at) VALUES (gen_random_uuid(), $1, 99, 1, 'wave', 1000, '{}', '[]', 0, $2, $2)`,
        [id, new Date(market.now.getTime() - 31 * DAY_MS)],
      );
    expect(await run('match-decisions')).toEqual({ deleted: 1 });
    expect(await query(`SELECT job_id FROM match_decisions WHERE wave = 99`)).toEqual([{ job_id: searched.id }]);
  });

  it('keeps distances to guards to the metre for thirty days, and then the mile', async () => {
    const location = market.newPlace();
    const guard = await market.verifiedGuard({ at: location });
    const customer = await market.registerCustomer();
    const [old, young] = [await market.book(customer, { location }), await market.book(customer, { location })];
    for (const [job, days] of [
      [old, 31],
      [young, 29],
    ] as const)
      await query(
        `INSERT INTO offers (job_id, guard_id, status, wave, distance_meters, score, components, payout_cents, offered_at,
           expires_at, resolved_at, travel_seconds)
         VALUES ($1, $2, 'expired', 9, 2345.678, 87.65, '{"proximity": 0.9028, "skills": 1}', 4000, $3,
           $3::timestamptz + interval '1 minute', $3::timestamptz + interval '1 minute', 175)`,
        [job.id, guard.id, new Date(market.now.getTime() - days * DAY_MS)],
      );
    expect(await run('exact-distances')).toEqual({ coarsened: 1 });
    expect(await run('exact-distances')).toEqual({ coarsened: 0 });
    const kept = await query(
      `SELECT distance_meters, score, components, travel_seconds FROM offers WHERE wave = 9 ORDER BY offered_at`,
    );
    expect(kept).toEqual([
      { distance_meters: 3219, score: 90, components: { skills: 1 }, travel_seconds: null },
      { distance_meters: 2345.678, score: 87.65, components: { proximity: 0.9028, skills: 1 }, travel_seconds: 175 },
    ]);
  });

  it('forgets where a guard was who has been off duty for a day, and where anybody was after thirty', async () => {
    const [off, justOff, longOn, on] = [
      await market.verifiedGuard({ at: market.newPlace() }),
      await market.verifiedGuard({ at: market.newPlace() }),
      await market.verifiedGuard({ at: market.newPlace() }),
      await market.verifiedGuard({ at: market.newPlace() }),
    ];
    for (const { client } of [off, justOff]) await client.guards.setAvailability({ body: { status: 'offline' } });
    for (const [guard, hours] of [
      [off, 25],
      [justOff, 23],
      [longOn, 31 * 24],
      [on, 25],
    ] as const)
      await query(`UPDATE guard_profiles SET location_updated_at = $2 WHERE user_id = $1`, [
        guard.id,
        new Date(market.now.getTime() - hours * HOUR_MS),
      ]);
    await run('positions-off-duty');
    const known = await query<{ id: string }>(
      `SELECT user_id AS id FROM guard_profiles WHERE current_location IS NOT NULL AND user_id = ANY ($1)`,
      [[off, justOff, longOn, on].map(({ id }) => id)],
    );
    expect(new Set(known.map(({ id }) => id))).toEqual(new Set([justOff.id, on.id]));
  });

  it('forgets after thirty days from where somebody called for help, and not that they called', async () => {
    const [old, young] = [await market.runningJob(), await market.runningJob()];
    for (const [{ guard, job }, days] of [
      [old, 31],
      [young, 29],
    ] as const) {
      const body = { clientId: randomUUID(), pressedAt: market.now.toISOString(), location: job.location };
      const { id } = await guard.client.alarms.raise({ params: { id: job.id }, body });
      await query(`UPDATE alarms SET goes_out_at = $2 WHERE id = $1`, [
        id,
        new Date(market.now.getTime() - days * DAY_MS),
      ]);
    }
    expect(await run('positions-of-alarms')).toEqual({ forgotten: 1 });
    expect(await run('positions-of-alarms')).toEqual({ forgotten: 0 });
    for (const [{ guard, job }, place] of [
      [old, null],
      [young, young.job.location],
    ] as const)
      expect((await guard.client.alarms.ofJob({ params: { id: job.id } })).items).toMatchObject([{ location: place }]);
  });

  it('that fails is seen by whoever asks whether this process is ready', async () => {
    market.clock.move(3 * HOUR_MS);
    await scheduler.runDue();
    const work = async () =>
      (await market.application.client().operations.ready()).checks.find(({ name }) => name === 'scheduled-work');
    expect(await work()).toEqual({ name: 'scheduled-work', ok: true });
    await query(`UPDATE scheduled_runs SET outcome = '{"erased": 0, "failed": 1}' WHERE task = 'erasures'`);
    await query(
      `UPDATE scheduled_runs SET finished_at = NULL, started_at = $1
                 WHERE task = 'exports' AND slot = (SELECT max(slot) FROM scheduled_runs WHERE task = 'exports')`,
      [new Date(market.now.getTime() - 2 * HOUR_MS)],
    );
    const failing = await work();
    expect(failing).toMatchObject({ ok: true });
    expect(failing?.warning).toMatch(/^failing: erasures .*, exports /);
  });

  it('warns the owner of an unused account by mail, closes it thirty days later, and lets who signs in stay', async () => {
    const [idle, returning] = await Promise.all([market.registerCustomer(), market.registerCustomer()]);
    market.clock.move(336 * DAY_MS);
    const warned = await run('inactive-users');
    expect(warned).toMatchObject({ closed: 0, unreachable: 0 });
    expect(warned.warned).toBeGreaterThanOrEqual(2);
    const outbox = join(market.application.dataDir, 'outbox');
    const warnings = (): string[] =>
      readdirSync(outbox)
        .map((name) => readFileSync(join(outbox, name), 'utf8'))
        .filter((mail) => mail.includes(`To: ${idle.email}`) && mail.includes('will be closed'));
    await vi.waitFor(() => expect(warnings()).toHaveLength(1), { timeout: 20_000 });
    expect(await run('inactive-users')).toMatchObject({ warned: 0, closed: 0 });

    await returning.client.auth.login({ body: { email: returning.email, password: PASSWORD } });
    market.clock.move(30 * DAY_MS);
    await run('inactive-users');
    const rows = await query(
      `SELECT id, deleted_at IS NOT NULL AS closed FROM users WHERE id = ANY ($1) ORDER BY closed`,
      [[idle.id, returning.id]],
    );
    expect(rows).toEqual([
      { id: returning.id, closed: false },
      { id: idle.id, closed: true },
    ]);
    const requests = await query(`SELECT cause, status FROM privacy_requests WHERE user_id = $1`, [idle.id]);
    expect(requests).toEqual([{ cause: 'inactive', status: 'pending' }]);
  });

  it('is reported to the administrator', async () => {
    const admin = await market.admin();
    await scheduler.runDue();
    const { items } = await admin.client.admin.retention();
    expect(items.map(({ task }) => task)).toEqual(
      expect.arrayContaining(['sessions', 'erasures', 'location-retention']),
    );
    expect(items.find(({ task }) => task === 'sessions')).toMatchObject({
      everySeconds: 3600,
      outcome: { deleted: expect.any(Number) as unknown },
    });
  });
});
