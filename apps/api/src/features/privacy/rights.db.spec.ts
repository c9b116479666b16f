import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FileContent } from '@aegis/contract';
import type { ApiError } from '@aegis/client';
import { Marketplace, PASSWORD, type Person } from '../../../test/marketplace.js';
import { mailsTo } from '../../../test/outbox.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../platform/clock/duration.js';
import { DueErasures } from './erasure/due-erasures.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ EXPORT_INLINE_ROWS: '60', RATE_LIMITS: 'off' });
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const nobody = () => market.application.client();
const RIGHTS_ONLY = { status: 403, code: 'rights_only' };
const SIGNED_OUT = { status: 401, code: 'unauthenticated' };

async function suspend({ id }: Person, reason = 'Cards that were not theirs'): Promise<void> {
  const admin = await market.admin();
  await admin.client.admin.suspendUser({ params: { id }, body: { reason } });
}

const refusalOf = ({ email }: Person, password = PASSWORD): Promise<ApiError> =>
  nobody()
    .auth.login({ body: { email, password } })
    .then(
      () => Promise.reject(new Error('the sign-in was not refused')),
      (refusal: ApiError) => refusal,
    );

const tokenOf = async (person: Person, password?: string): Promise<string> =>
  String((await refusalOf(person, password)).facts['rightsToken']);

const enter = (token: string) => nobody().auth.enterForRights({ body: { token } });

async function rightsOf(person: Person, password?: string) {
  const { token } = await enter(await tokenOf(person, password));
  return market.application.client(token);
}

const exported = ({ content }: FileContent): Record<string, Record<string, unknown>[]> =>
  (JSON.parse(Buffer.from(content as Uint8Array).toString()) as { data: Record<string, Record<string, unknown>[]> })
    .data;

const bodyOf = ({ content }: FileContent): { id: string } =>
  JSON.parse(Buffer.from(content as Uint8Array).toString()) as { id: string };

const rowOf = async (id: string): Promise<Record<string, unknown> | undefined> =>
  (
    await market.application.dataSource.query<Record<string, unknown>[]>(
      `SELECT first_name, last_name, status::text, erased_at IS NOT NULL AS erased FROM users WHERE id = $1`,
      [id],
    )
  )[0];

describe('who is suspended', () => {
  it('is told why, gets what is held on them, is erased, and can do nothing else', async () => {
    const person = await market.registerCustomer();
    await suspend(person);
    expect(await refusalOf(person)).toMatchObject({ status: 403, code: 'account_suspended' });
    const rights = await rightsOf(person);
    expect(await rights.users.standing()).toMatchObject({
      ...{ standing: 'suspended', reason: 'Cards that were not theirs', erasureDueAt: null },
      suspendedAt: expect.any(String) as unknown,
    });
    expect(exported(await rights.users.exportMe()).users).toMatchObject([{ email: person.email }]);
    await expect(rights.users.me()).rejects.toMatchObject(RIGHTS_ONLY);
    await expect(rights.jobs.create({ body: market.draft() })).rejects.toMatchObject(RIGHTS_ONLY);

    await rights.users.eraseMe();
    await expect(rights.users.standing()).rejects.toMatchObject(SIGNED_OUT);
    const again = await rightsOf(person);
    const { erasureDueAt, standing } = await again.users.standing();
    expect([standing, typeof erasureDueAt]).toEqual(['suspended', 'string']);
    await expect(again.users.eraseMe()).rejects.toMatchObject({ status: 409, code: 'already_closed' });
    expect(exported(await again.users.exportMe()).users).toMatchObject([{ email: person.email }]);

    market.clock.move(31 * DAY_MS);
    expect(await market.application.app.get(DueErasures).run()).toMatchObject({ failed: 0 });
    expect(await rowOf(person.id)).toMatchObject({ first_name: 'Erased', status: 'inactive', erased: true });
    expect((await refusalOf(person)).code).toBe('wrong_credentials');
  });

  it('leaves behind what the law wants kept, and is not erased while money of theirs is argued about', async () => {
    const { customer, guard, job } = await market.runningJob();
    market.clock.move(2 * HOUR_MS);
    await market.checkOut({ customer, guard, job });
    await market.told(guard, job, 'payout.waiting');
    await suspend(customer, 'Fraud');
    const { dataSource } = market.application;
    const money = () =>
      dataSource.query(
        `SELECT id, status, amount_cents, payer_id, payee_id FROM payments WHERE job_id = $1 ORDER BY id`,
        [job.id],
      );
    const before: unknown = await money();
    const charge = `payment_type = 'charge' AND job_id = $1`;
    await dataSource.query(`UPDATE payments SET status = 'disputed' WHERE ${charge}`, [job.id]);
    const rights = await rightsOf(customer);
    await expect(rights.users.eraseMe()).rejects.toMatchObject({ status: 409, code: 'unsettled_money' });
    await dataSource.query(`UPDATE payments SET status = 'succeeded' WHERE ${charge}`, [job.id]);
    await rights.users.eraseMe();
    market.clock.move(31 * DAY_MS);
    expect(await market.application.app.get(DueErasures).run()).toMatchObject({ failed: 0 });
    expect(await money()).toEqual(before);
    const told = await dataSource.query<{ details: unknown }[]>(
      `SELECT details FROM timeline WHERE user_id = $1 AND type = 'user.suspended'`,
      [customer.id],
    );
    expect(told).toHaveLength(1);
  });

  it('can set a new password, which lets them in to nothing', async () => {
    const person = await market.registerCustomer();
    await suspend(person);
    await nobody().auth.forgotPassword({ body: { email: person.email } });
    const token = await vi.waitFor(
      () => {
        const mail = mailsTo(market.application.dataDir, person.email).find((one) => one.includes('reset-password'));
        return /#([\w-]{43})/.exec(mail ?? '')?.[1] ?? Promise.reject(new Error('no mail yet'));
      },
      { timeout: 10_000, interval: 50 },
    );
    const password = 'gravel umbrella seventeen';
    await nobody().auth.resetPassword({ body: { token, password } });
    expect((await refusalOf(person)).code).toBe('wrong_credentials');
    const rights = await rightsOf(person, password);
    expect((await rights.users.standing()).standing).toBe('suspended');
    await expect(rights.users.me()).rejects.toMatchObject(RIGHTS_ONLY);
  });

  it('fetches an export that is made in the background', async () => {
    const person = await market.registerCustomer();
    await market.application.dataSource.query(
      `INSERT INTO timeline (user_id, type, actor_role, details, occurred_at)
       SELECT $1, 'user.registered', 'system', '{}', now() FROM generate_series(1, 80)`,
      [person.id],
    );
    await suspend(person);
    const rights = await rightsOf(person);
    const { id } = bodyOf(await rights.users.exportMe());
    const file = await vi.waitFor(() => rights.users.downloadExport({ params: { id } }), {
      timeout: 20_000,
      interval: 100,
    });
    expect(exported(file).timeline?.length).toBeGreaterThan(80);
    expect((await rights.users.exports()).items).toMatchObject([{ id, status: 'done' }]);
  });
});

describe('a session for rights alone', () => {
  it('is opened once, within a quarter of an hour, by who has shown their password', async () => {
    const person = await market.registerCustomer();
    await suspend(person);
    expect((await refusalOf(person, 'not the password')).facts).toEqual({});
    const token = await tokenOf(person);
    await enter(token);
    await expect(enter(token)).rejects.toMatchObject({ status: 422, code: 'token_not_valid' });
    const late = await tokenOf(person);
    await expect(nobody().auth.cancelErasure({ body: { token: late } })).rejects.toMatchObject({
      code: 'token_not_valid',
    });
    market.clock.move(16 * MINUTE_MS);
    await expect(enter(late)).rejects.toMatchObject({ status: 422, code: 'token_not_valid' });
  });

  it('ends after an hour, however it is used', async () => {
    const person = await market.registerCustomer();
    await suspend(person);
    const rights = await rightsOf(person);
    market.clock.move(50 * MINUTE_MS);
    await rights.users.standing();
    market.clock.move(11 * MINUTE_MS);
    await expect(rights.users.standing()).rejects.toMatchObject(SIGNED_OUT);
  });

  it('ends when the suspension is lifted, and never becomes another', async () => {
    const [person, admin] = [await market.registerCustomer(), await market.admin()];
    await suspend(person);
    const rights = await rightsOf(person);
    await admin.client.admin.reinstateUser({ params: { id: person.id }, body: { reason: 'A mistake of ours' } });
    for (const call of [() => rights.users.standing(), () => rights.users.me()])
      await expect(call()).rejects.toMatchObject(SIGNED_OUT);
    const { token } = await nobody().auth.login({ body: { email: person.email, password: PASSWORD } });
    expect(await market.application.client(token).users.standing()).toMatchObject({ standing: 'active', reason: null });
  });

  it('is not what a session becomes that was open before the suspension', async () => {
    const person = await market.registerCustomer();
    await suspend(person);
    await expect(person.client.users.standing()).rejects.toMatchObject(SIGNED_OUT);
  });
});

it('who has closed their account gets what is held on them, and can still keep it', async () => {
  const person = await market.registerGuard();
  await person.client.users.eraseMe();
  const { facts, code } = await refusalOf(person);
  expect(code).toBe('account_closing');
  const { token } = await enter(String(facts['rightsToken']));
  const rights = market.application.client(token);
  expect(await rights.users.standing()).toMatchObject({ standing: 'pending_verification', reason: null });
  expect(exported(await rights.users.exportMe()).users).toMatchObject([{ email: person.email }]);
  await expect(rights.guards.me()).rejects.toMatchObject(RIGHTS_ONLY);
  await nobody().auth.cancelErasure({ body: { token: String(facts['cancelToken']) } });
  await expect(rights.users.standing()).rejects.toMatchObject(SIGNED_OUT);
});

it('a guard whose papers were refused signs in, and has all rights', async () => {
  const guard = await market.registerGuard();
  await guard.client.guards.replaceMe({ body: market.profile() });
  const admin = await market.admin();
  const { papersVersion } = await guard.client.guards.me();
  await admin.client.admin.refuseGuard({
    params: { userId: guard.id },
    body: { papersVersion, reason: 'It cannot be read' },
  });
  const { token } = await nobody().auth.login({ body: { email: guard.email, password: PASSWORD } });
  const client = market.application.client(token);
  expect(exported(await client.users.exportMe()).users).toMatchObject([{ email: guard.email }]);
  await client.users.eraseMe();
});
