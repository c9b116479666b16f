import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DAY_MS, shift } from '../../../platform/clock/duration.js';
import { EVENTUALLY, MoneyWorld } from '../spec-support/money-world.js';
import { LedgerRepository } from './ledger.repository.js';
import { Reconcile } from './reconcile.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());

type Admin = Awaited<ReturnType<MoneyWorld['person']>>;

const ended = ({ client }: Admin, id: string) =>
  vi.waitFor(async () => {
    const run = await client.reconciliations.get({ params: { id } });
    if (run.endedAt === null) throw new Error('is under way');
    return run;
  }, EVENTUALLY);

describe('a run of reconciliation', () => {
  it('goes on in the background, and its result is kept', async () => {
    await world.paidBooking(2500);
    const admin = await world.person('admin');
    const begun = await admin.client.reconciliations.start({ body: { days: 1 } });
    expect(begun).toMatchObject({ days: 1, endedAt: null, result: null, failure: null });
    const run = await ended(admin, begun.id);
    expect(run).toMatchObject({ failure: null, result: { differenceCount: 0 }, differences: [] });
    expect(run.movementsRead).toBeGreaterThanOrEqual(2);
    expect((await admin.client.reconciliations.list()).items[0]).toMatchObject({ id: begun.id, result: run.result });
  });

  it('is one, however many ask at once', async () => {
    const admin = await world.person('admin');
    world.double.faults.add({ kind: 'hold', operation: 'GET /v1/balance', count: 1 });
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => admin.client.reconciliations.start({ body: { days: 1 } })),
    );
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    await world.double.whenHeld();
    world.double.releaseHeld();
    expect(await ended(admin, asked[0]?.id ?? '')).toMatchObject({ failure: null });
  });

  it('says why there is no result when the provider does not answer, and can be asked for again', async () => {
    const admin = await world.person('admin');
    world.double.faults.add({ kind: 'server_error', operation: 'GET /v1/balance', probability: 1 });
    const { id } = await admin.client.reconciliations.start({ body: {} });
    expect(await ended(admin, id)).toMatchObject({ failure: 'provider_unreachable', result: null, differences: [] });
    world.double.faults.clear();
    const again = await admin.client.reconciliations.start({ body: {} });
    expect(again.id).not.toBe(id);
    expect(await ended(admin, again.id)).toMatchObject({ failure: null });
  });

  it("that nobody hears of any more stands in nobody's way", async () => {
    const admin = await world.person('admin');
    await world.dataSource.query(
      `INSERT INTO reconciliations (id, days, asked_at, heard_at) VALUES (gen_random_uuid(), 7, now(), now() - interval '31 minutes')`,
    );
    const { id } = await admin.client.reconciliations.start({ body: {} });
    expect(await ended(admin, id)).toMatchObject({ failure: null });
  });

  it('is for administrators', async () => {
    const guard = await world.person('guard');
    await expect(guard.client.reconciliations.start({ body: {} })).rejects.toMatchObject({ status: 403 });
    await expect(guard.client.reconciliations.list()).rejects.toMatchObject({ status: 403 });
  });
});

describe('the balance', () => {
  /** Money rows of the past, which nothing can book: their days are closed. */
  async function age(jobId: string, days: number): Promise<void> {
    await world.withoutRules(async (execute) => {
      await execute(
        `UPDATE payments SET succeeded_at = succeeded_at - $2 * interval '1 day', reversed_at = reversed_at - $2 * interval '1 day'
         WHERE job_id = $1`,
        [jobId, days],
      );
    });
  }

  it('is carried to the last closed day and agrees with a sum over all rows', async () => {
    const old = await world.paidBooking(2500);
    const admin = await world.person('admin');
    const { items } = await world.payments(old);
    const id = items.find((item) => item.type === 'charge')?.id ?? '';
    await admin.client.admin.refund({ params: { id }, body: { reason: 'late', amountCents: 500 } });
    await world.eventually(old, ({ sum }) => sum.refundedCents === 500 && sum.paidOutCents === 1600);
    await age(old.jobId, 30);
    await world.paidBooking(2500);
    const ledger = world.app.get(LedgerRepository);
    await ledger.forgetCarried();
    const first = await world.app.get(Reconcile).run(1, { freshMs: 0 });
    const carried = await ledger.carried();
    // 25.00 less its fee and 16.00 for the guard, less 5.00 of which the guard gave 4.00 back.
    expect(carried?.oursCents).toBe(2500 - 103 - 2000 - 500 + 400);
    expect(first.sums.oursCents).toBe(world.double.books().sums.balance);
    const again = await world.app.get(Reconcile).run(1, { freshMs: 0 });
    expect(again.sums).toEqual(first.sums);
    await ledger.forgetCarried();
    expect((await world.app.get(Reconcile).run(1, { freshMs: 0 })).sums).toEqual(first.sums);
  });

  it('does not close a day while the fee of a charge in it is not known', async () => {
    const old = await world.paidBooking(2500);
    await age(old.jobId, 20);
    await world.withoutRules(async (execute) => {
      await execute(`UPDATE payments SET stripe_fee_cents = NULL WHERE job_id = $1 AND payment_type = 'charge'`, [
        old.jobId,
      ]);
    });
    const ledger = world.app.get(LedgerRepository);
    await ledger.forgetCarried();
    await world.app.get(Reconcile).run(1);
    const until = (await ledger.carried())?.until ?? new Date();
    expect(until.getTime()).toBeLessThanOrEqual(shift(new Date(), -20 * DAY_MS).getTime());
  });
});
