import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@aegis/client';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS } from '../../../platform/clock/duration.js';
import { BUSINESS } from '../registry/business.js';
import { PEOPLE } from '../registry/people.js';
import { PERSONAL_DATA } from '../registry/registry.js';
import { DueErasures } from './due-erasures.js';
import { PersonEraser } from './person-eraser.js';

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

/** What the books and the provider go by, and forms that the database keeps: no words of a person. */
const NO_WORDS =
  /^(payments\.stripe_|payments\.failure_code|users\.(stripe_|password_hash|phone)|guard_profiles\.(license_state|time_zone))/;

/** What the database takes only there. */
const ONLY_WHERE: Record<string, string> = {
  'jobs.cancellation_reason': `status = 'cancelled'`,
  'payments.reason': `payment_type = 'refund'`,
  'guard_profiles.license_refusal': 'license_refused_at IS NOT NULL',
};

/**
 * Writes a mark of its own into every text that holds something of the person, in the rows that are theirs by the registry; gives
 * the marks that found a row.
 */
async function markTexts(userId: string): Promise<string[]> {
  const { dataSource } = market.application;
  const types = await dataSource.query<{ of: string; type: string }[]>(
    `SELECT table_name || '.' || column_name AS of, udt_name AS type FROM information_schema.columns
     WHERE table_schema = 'public'`,
  );
  const marks: string[] = [];
  for (const [table, { owner, columns }] of Object.entries(PERSONAL_DATA))
    for (const [column, entry] of Object.entries(columns)) {
      const of = `${table}.${column}`;
      const type = types.find((one) => one.of === of)?.type ?? '';
      if (owner === undefined || entry.class === 'none' || NO_WORDS.test(of) || !/^(text|citext|jsonb)$/.test(type))
        continue;
      if (table === 'timeline' || table === 'match_decisions') continue;
      const mark = `mark${randomUUID().replaceAll('-', '')}`;
      const isList = /skills|certifications|requirements/.test(column);
      const value = type !== 'jsonb' ? mark : isList ? JSON.stringify([mark]) : JSON.stringify({ mark });
      const text = column === 'email' ? `${mark}@erase.example` : value;
      const onlyWhere = ONLY_WHERE[of] ?? 'true';
      const [, changed] = await dataSource.query<[unknown, number]>(
        `UPDATE ${table} SET ${column} = $2::text::${type} WHERE (${owner}) AND ${onlyWhere}`,
        [userId, text],
      );
      if (changed > 0) marks.push(mark);
    }
  return marks;
}

/** Rows of all tables about people and their business, but for those that stand under the keys of `ids` alone. */
async function rowsOfOthers(ids: string[]): Promise<string[]> {
  const rows: string[] = [];
  for (const [name, { owner }] of Object.entries({ ...PEOPLE, ...BUSINESS })) {
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

async function playFullHistory(
  title = 'Vernissage of the Quarterstaffcust family',
): Promise<{ customer: Given; guard: Given; jobId: string }> {
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
    title,
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

  it('leaves what belongs to others as it is, byte for byte, whatever values the person had chosen', async () => {
    // There are partitions for positions of these days.
    market.clock.set(new Date());
    const { dataSource, app } = market.application;
    const strangers = await playFullHistory('2026 Will Lee guard 1234');
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
      await app.get(PersonEraser).erase(guard.id);
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

  it('finds none of the marks, one in every text of the registry that a person has rows for', async () => {
    market.clock.set(new Date());
    const { dataSource, app } = market.application;
    const { customer, guard } = await playFullHistory('A title');
    await customer.person.client.places.save({
      body: {
        ...{ label: 'Home', address: '1 Main St', location: { lat: 1, lng: 1 }, siteRadiusMeters: 150 },
        ...{ notes: 'n', contact: { name: 'c', phone: null } },
      },
    });
    const marks: string[] = [];
    for (const { person } of [customer, guard]) marks.push(...(await markTexts(person.id)));
    expect(marks.length).toBeGreaterThanOrEqual(35);
    const before = await dumpOfEverything();
    expect(foundIn(before, marks)).toEqual(marks);
    for (const { person } of [customer, guard]) {
      await dataSource.query(CLOSED_AS_WILL_LEE, [person.id]);
      await app.get(PersonEraser).erase(person.id);
    }
    const after = await dumpOfEverything();
    expect(foundIn(after, marks)).toEqual([]);
  });
});
