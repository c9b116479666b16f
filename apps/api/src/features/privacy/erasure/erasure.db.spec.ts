import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@aegis/client';
import { eraseNow } from '../../../../test/erase-now.js';
import { dumpOfEverything, foundIn, playFullHistory } from '../../../../test/full-history.js';
import { Marketplace, PASSWORD } from '../../../../test/marketplace.js';
import { DAY_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { BUSINESS } from '../registry/business.js';
import { MESSAGES } from '../registry/messages.js';
import { PEOPLE } from '../registry/people.js';
import { DueErasures } from './due-erasures.js';
import { PersonEraser } from './person-eraser.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ CHECK_IN_EARLY_MINUTES: '30' });
});
afterAll(() => market.close());

/** Rows of all tables about people and their business, but for those that stand under the keys of `ids` alone. */
async function rowsOfOthers(ids: string[]): Promise<string[]> {
  const rows: string[] = [];
  for (const [name, { owner }] of Object.entries({ ...PEOPLE, ...BUSINESS, ...MESSAGES })) {
    // What ends by itself, or goes with a ranking, is told of in the registry.
    if (['sessions', 'match_decisions'].includes(name)) continue;
    const own = owner === undefined ? 'false' : owner.replaceAll('$1', `ANY ($1::uuid[])`);
    rows.push(
      ...(
        await market.application.dataSource.query<{ row: string }[]>(
          `SELECT '${name} ' || t::text AS row FROM ${name} t WHERE (${own}) IS NOT TRUE AND $1::uuid[] IS NOT NULL`,
          [ids],
        )
      ).map(({ row }) => row),
    );
  }
  return rows;
}

const moneyOf = (jobId: string): Promise<unknown> =>
  market.application.dataSource.query(
    `SELECT id, payment_type, status, amount_cents, platform_fee_cents, guard_payout_cents, payer_id, payee_id,
            succeeded_at FROM payments WHERE job_id = $1 ORDER BY id`,
    [jobId],
  );

const openMoneyOf = (jobId: string): Promise<unknown> =>
  market.application.dataSource.query(
    `SELECT status FROM payments WHERE job_id = $1 AND status IN ('pending', 'processing', 'authorized')`,
    [jobId],
  );

/** Rankings they were in: no name is held, but their distance and experience under their id. */
async function decisionsAbout(guardId: string): Promise<number> {
  const [row] = await market.application.dataSource.query<{ decisions: number }[]>(
    `SELECT count(*)::int AS decisions FROM match_decisions WHERE inputs::text LIKE $1 OR ranking LIKE $1`,
    [`%${guardId}%`],
  );
  return row?.decisions ?? 0;
}

const trailOf = (guardId: string): Promise<unknown[]> =>
  market.application.dataSource.query(`SELECT recorded_at FROM location_history WHERE guard_id = $1`, [guardId]);

const CLOSED_AS_WILL_LEE = `
  UPDATE users SET first_name = 'Will', last_name = 'Lee', erased_at = NULL, deleted_at = now(), status = 'inactive',
    status_before_closing = 'active', erasure_due_at = now()
  WHERE id = $1`;

describe('erasure', () => {
  it('closes at once, takes positions at once, and a sign-in within the days of grace can keep the account', async () => {
    const guard = await market.verifiedGuard({ at: market.newPlace() });
    await guard.client.users.eraseMe();
    await expect(guard.client.users.me()).rejects.toMatchObject({ status: 401 });
    const rows = await market.application.dataSource.query<unknown[]>(
      `SELECT current_location FROM guard_profiles WHERE user_id = $1`,
      [guard.id],
    );
    expect(rows).toEqual([{ current_location: null }]);

    const nobody = market.application.client();
    const refusal = await nobody.auth
      .login({ body: { email: guard.email, password: PASSWORD } })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiError);
    expect(refusal).toMatchObject({ status: 403, code: 'account_closing' });
    const token = String((refusal as ApiError).facts?.cancelToken);
    const back = await nobody.auth.cancelErasure({ body: { token } });
    expect(back.user).toMatchObject({ id: guard.id, status: 'active' });
    await expect(nobody.auth.cancelErasure({ body: { token } })).rejects.toMatchObject({ code: 'token_not_valid' });
    expect(await market.application.app.get(DueErasures).run()).toEqual({ erased: 0, failed: 0 });
  });

  it('takes the trails of who leaves once their account is closed, and nothing that comes after they are back', async () => {
    const booking = await market.bookedJob();
    const { guard } = booking;
    await market.sendFix(booking, 5);
    expect(await trailOf(guard.id)).toHaveLength(1);
    await guard.client.users.eraseMe();
    await vi.waitFor(async () => expect(await trailOf(guard.id)).toEqual([]), { timeout: 20_000, interval: 25 });
    // A process that takes the news of it up late finds them back, and at work.
    market.clock.move(MINUTE_MS);
    await market.application.dataSource.query(
      `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, recorded_at, received_at)
       VALUES ($1, $2, ST_Point(0, 0)::geography, 5, $3, $3)`,
      [guard.id, booking.job.id, market.now],
    );
    await market.application.app.get(PersonEraser).eraseTrails(guard.id, shift(market.now, -MINUTE_MS));
    expect(await trailOf(guard.id)).toHaveLength(1);
    // Its money must not move while later tests compare what is everybody else's.
    const { customer, job } = booking;
    await customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'no' } });
    await vi.waitFor(async () => expect(await openMoneyOf(job.id)).toEqual([]), { timeout: 20_000, interval: 25 });
  });

  it('is refused while somebody counts on the person, and keeps the address from others during the days of grace', async () => {
    const { customer, job } = await market.bookedJob();
    await expect(customer.client.users.eraseMe()).rejects.toMatchObject({ status: 409, code: 'account_busy' });
    await customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'no' } });
    // The hold may still be on its way, or its release: refused until neither is.
    await vi.waitFor(() => customer.client.users.eraseMe(), { timeout: 20_000, interval: 50 });
    const body = {
      email: customer.email,
      password: PASSWORD,
      firstName: 'A',
      lastName: 'B',
      role: 'customer' as const,
    };
    await expect(market.application.client().auth.register({ body })).rejects.toMatchObject({ code: 'email_taken' });
  });

  it('leaves nothing in the whole database that the person ever gave, and every cent of the money rows', async () => {
    const { customer, guard, jobId } = await playFullHistory(market);
    const before = await dumpOfEverything(market);
    // Otherwise a typing error here would find nothing, rightly. Encrypted ones are never to be seen.
    const visible = [...customer.values, ...guard.values].filter((value) => !/^123|ref-secret/.test(value));
    expect(foundIn(before, visible)).toEqual(visible);
    expect(foundIn(before, ['123456789', 'ref-secret-42'])).toEqual([]);
    const money = await moneyOf(jobId);
    expect(await decisionsAbout(guard.person.id)).toBeGreaterThan(0);

    await customer.person.client.users.eraseMe();
    await guard.person.client.users.eraseMe();
    market.clock.move(29 * DAY_MS);
    const erasures = market.application.app.get(DueErasures);
    expect(await erasures.run()).toMatchObject({ erased: 0 });
    market.clock.move(2 * DAY_MS);
    expect(await erasures.run()).toMatchObject({ failed: 0 });

    const after = await dumpOfEverything(market);
    expect(foundIn(after, [...customer.values, ...guard.values])).toEqual([]);
    expect(await moneyOf(jobId)).toEqual(money);
    expect(await decisionsAbout(guard.person.id)).toBe(0);
    const nobody = market.application.client();
    await expect(
      nobody.auth.login({ body: { email: customer.person.email, password: PASSWORD } }),
    ).rejects.toMatchObject({ code: 'wrong_credentials' });

    const admin = await market.admin();
    const { items } = await admin.client.admin.privacyRequests({ query: { kind: 'erasure' } });
    expect(items.filter(({ userId }) => userId === guard.person.id)).toMatchObject([
      { status: 'done', cause: 'on_request' },
    ]);
  });

  it('run by twenty at once erases each person once', async () => {
    const people = await Promise.all([market.registerCustomer(), market.registerCustomer(), market.registerGuard()]);
    for (const { client } of people) await client.users.eraseMe();
    market.clock.move(31 * DAY_MS);
    const erasures = market.application.app.get(DueErasures);
    const counts = await Promise.all(Array.from({ length: 20 }, () => erasures.run()));
    expect(counts.reduce((sum, { erased }) => sum + erased, 0)).toBeGreaterThanOrEqual(3);
    const ids = people.map(({ id }) => id);
    const rows = await market.application.dataSource.query<unknown[]>(
      `SELECT count(*)::int AS erased FROM audit_log WHERE action = 'privacy.erased' AND subject_id = ANY ($1)`,
      [ids],
    );
    expect(rows).toEqual([{ erased: 3 }]);
  });

  it('leaves what belongs to others as it is, byte for byte, whatever values the person had chosen', async () => {
    // There are partitions for positions of these days.
    market.clock.set(new Date());
    const { dataSource } = market.application;
    const strangers = await playFullHistory(market, '2026 Will Lee guard 1234');
    const { guard, customer, job } = await market.runningJob({
      description: 'Ask will or Will; the lee side',
      title: 'Lee',
    });
    await market.checkOut({ guard, customer, job });
    await market.told(guard, job, 'payout.waiting');
    for (const number of ['2026', '1234', 'guard']) {
      await dataSource.query(`UPDATE guard_profiles SET license_number = $2 WHERE user_id = $1`, [guard.id, number]);
      await dataSource.query(CLOSED_AS_WILL_LEE, [guard.id]);
      await dataSource.query(`UPDATE jobs SET location_address = '1234 Lee Ave' WHERE id = $1`, [job.id]);
      const before = await rowsOfOthers([guard.id]);
      expect(before.length).toBeGreaterThan(30);
      expect(before.filter((row) => row.includes(number)).length).toBeGreaterThan(1);
      await eraseNow(market, guard.id);
      const after = new Set(await rowsOfOthers([guard.id]));
      const changed = before.filter((row) => !after.has(row));
      // Their job, which the customer has described with their name in it, is the one text of another that may change.
      expect(changed.filter((row) => !row.startsWith('jobs') || !row.includes(job.id))).toEqual([]);
    }
    const [shown] = (await customer.client.jobs.list()).items;
    expect(shown).toMatchObject({
      ...{ title: '[erased]', description: 'Ask will or [erased]; the lee side', locationAddress: '1234 Lee Ave' },
      ...{ startTime: job.startTime, totalAmountCents: job.totalAmountCents },
    });
    expect((await strangers.customer.person.client.users.me()).firstName).toBe('Zebuloncust');
  });

  it('of a customer changes nothing that is a stranger’s, nor what is their guard’s own', async () => {
    market.clock.set(new Date());
    const { dataSource } = market.application;
    await playFullHistory(market, 'Will Lee, Will, Lee and the lee side');
    const { guard, customer, job } = await market.runningJob({ title: 'Will Lee at the lee side' });
    await market.checkOut({ guard, customer, job });
    await market.told(guard, job, 'payout.waiting');
    await dataSource.query(
      `UPDATE guard_profiles SET certifications = '["Lee permit, will carry"]' WHERE user_id = $1`,
      [guard.id],
    );
    await dataSource.query(CLOSED_AS_WILL_LEE, [customer.id]);
    const before = await rowsOfOthers([customer.id]);
    expect(before.filter((row) => row.includes('Lee')).length).toBeGreaterThan(1);
    await eraseNow(market, customer.id);
    const after = new Set(await rowsOfOthers([customer.id]));
    expect(before.filter((row) => !after.has(row))).toEqual([]);
    const [shown] = (await guard.client.jobs.list()).items;
    expect(shown).toMatchObject({ id: job.id, title: '[erased]', totalAmountCents: job.totalAmountCents });
  });
});
