import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@aegis/client';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS } from '../../../platform/clock/duration.js';
import { DueErasures } from './due-erasures.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ CHECK_IN_EARLY_MINUTES: '30' });
});
afterAll(() => market.close());

/** Every row of every table as text, the queue's included: what a thief of the database would have. */
async function dumpOfEverything(): Promise<string> {
  const { dataSource } = market.application;
  const tables = await dataSource.query<{ name: string }[]>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'spatial_ref_sys'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await dataSource.query<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n').toLowerCase();
}

/** Those of `values` that are in the dump, as they are or as the hexadecimal that bytes are printed as. */
function foundIn(dump: string, values: string[]): string[] {
  return values.filter(
    (value) => dump.includes(value.toLowerCase()) || dump.includes(Buffer.from(value).toString('hex')),
  );
}

interface Given {
  person: Person;
  values: string[];
}

async function personWith(role: 'customer' | 'guard', tag: string): Promise<Given> {
  const email = `${tag}.${randomUUID().slice(0, 8)}@erase.example`;
  const phone = `+1213${Math.floor(2e6 + Math.random() * 8e6)}`;
  const body = { email, password: PASSWORD, firstName: `Zebulon${tag}`, lastName: `Quarterstaff${tag}`, role, phone };
  const client = market.application.client();
  const { token, user } = await client.auth.register({ body });
  const person = { id: user.id, email, token, client };
  return { person, values: [email, phone, body.firstName, body.lastName] };
}

const settled = (id: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const [open] = await market.application.dataSource.query<{ open: number }[]>(
        `SELECT (SELECT count(*) FROM payments WHERE (payer_id = $1 OR payee_id = $1)
                 AND status IN ('pending', 'processing', 'authorized'))::int AS open`,
        [id],
      );
      if (open?.open !== 0) throw new Error('payments are still open');
    },
    { timeout: 20_000, interval: 50 },
  );

async function playFullHistory(): Promise<{ customer: Given; guard: Given; jobId: string }> {
  const location = market.newPlace();
  const customer = await personWith('customer', 'cust');
  const guard = await personWith('guard', 'grd');
  const licenseNumber = 'LIC-998877-ZQ';
  await guard.person.client.guards.replaceMe({
    body: { ...market.profile({ licenseNumber, baseLocation: location }), certifications: ['Zebra Handling Permit'] },
  });
  const { onboardingUrl } = await guard.person.client.guards.payoutAccount();
  await fetch(String(onboardingUrl), { method: 'POST', redirect: 'manual' });
  await guard.person.client.guards.payoutAccount();
  await guard.person.client.guards.setTaxId({ body: { taxId: '123-45-6789' } });
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  await guard.person.client.guards.setLicenseScan({ body: new Uint8Array(picture) });
  const admin = await market.admin();
  const { papersVersion } = await guard.person.client.guards.me();
  await admin.client.admin.verifyGuard({
    params: { userId: guard.person.id },
    body: { papersVersion, reason: 'Saw Zebulongrd' },
  });
  await admin.client.admin.setBackgroundCheck({
    params: { userId: guard.person.id },
    body: { result: 'clear', checkedOn: '2026-01-05', provider: 'Checkr', reference: 'ref-secret-42' },
  });
  await guard.person.client.users.setPhoto({ body: new Uint8Array(picture) });
  await guard.person.client.guards.setAvailability({ body: { status: 'available', location } });
  const job = await market.book(customer.person, {
    location,
    title: 'Vernissage of the Quarterstaffcust family',
    description: 'Ask for Zebulongrd at the oak door',
    locationAddress: '77 Unfindable Crescent',
    locationNotes: 'Key under the gargoyle',
    specialRequirements: ['Must like violet carpets'],
  });
  await market.accept(guard.person, job);
  const booking = { customer: customer.person, guard: guard.person, job };
  await market.checkIn(booking);
  await guard.person.client.tracking.upload({
    params: { id: job.id },
    body: { fixes: [{ ...location, accuracyMeters: 5, recordedAt: market.now.toISOString() }] },
  });
  market.clock.move(3 * HOUR_MS);
  await market.checkOut(booking);
  await market.told(guard.person, job, 'payout.succeeded');
  const cancelled = await market.book(customer.person, { location, title: 'Second evening', startsIn: 5 * DAY_MS });
  const reason = 'My aunt Quarterstaffcust caught mumps';
  await customer.person.client.jobs.cancel({ params: { id: cancelled.id }, body: { reason } });
  await settled(customer.person.id);
  await settled(guard.person.id);
  customer.values.push('Vernissage', 'oak door', '77 Unfindable', 'gargoyle', 'violet carpets', 'mumps');
  guard.values.push(licenseNumber, 'Zebra Handling', '123456789', '123-45-6789', 'ref-secret-42');
  return { customer, guard, jobId: job.id };
}

const moneyOf = (jobId: string): Promise<unknown> =>
  market.application.dataSource.query(
    `SELECT id, payment_type, status, amount_cents, platform_fee_cents, guard_payout_cents, payer_id, payee_id,
            succeeded_at FROM payments WHERE job_id = $1 ORDER BY id`,
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
    const { customer, guard, jobId } = await playFullHistory();
    const before = await dumpOfEverything();
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

    const after = await dumpOfEverything();
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
});
