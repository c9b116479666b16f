import { randomUUID } from 'node:crypto';
import { instanceToPlain } from 'class-transformer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, PASSWORD } from '../../../../test/marketplace.js';
import { DAY_MS } from '../../../platform/clock/duration.js';
import { SessionEntity } from '../sessions/session.entity.js';
import { UserEntity } from './user.entity.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());

const form = (changes: { email?: string; role?: 'customer' | 'guard'; password?: string } = {}) => ({
  email: `${randomUUID()}@test.example`,
  password: PASSWORD,
  firstName: 'Kim',
  lastName: 'Lee',
  role: 'customer' as const,
  ...changes,
});

const anybody = () => market.application.client();
const rowOf = (id: string) => market.application.dataSource.manager.findOneByOrFail(UserEntity, { id });

describe('registering', () => {
  it('opens an account and signs in', async () => {
    const body = form();
    const { user, token, expiresAt } = await anybody().auth.register({ body });
    expect(user).toMatchObject({
      email: body.email,
      firstName: 'Kim',
      role: 'customer',
      status: 'active',
      phone: null,
    });
    expect(new Date(expiresAt) > market.now).toBe(true);
    expect(await market.application.client(token).users.me()).toEqual(user);
  });

  it('keeps to which terms they agreed, and when; of who was shown none, nothing', async () => {
    const { user: agreed } = await anybody().auth.register({ body: { ...form(), termsVersion: '2026-11-27' } });
    const row = await rowOf(agreed.id);
    expect(row).toMatchObject({ termsVersion: '2026-11-27', termsAcceptedAt: row.createdAt });
    const { user: other } = await anybody().auth.register({ body: form() });
    expect(await rowOf(other.id)).toMatchObject({ termsVersion: null, termsAcceptedAt: null });
  });

  it('lets a guard in, and not yet to work', async () => {
    const { user } = await anybody().auth.register({ body: form({ role: 'guard' }) });
    expect(user.status).toBe('pending_verification');
  });

  it('makes no administrator', async () => {
    const body = { ...form(), role: 'admin' as 'guard' };
    await expect(anybody().auth.register({ body })).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it.each(['', 'short', '123456789', 'with a \0 in it'])('refuses the password %j', async (password) => {
    await expect(anybody().auth.register({ body: form({ password }) })).rejects.toMatchObject({ status: 400 });
  });

  it('refuses an address that is taken, in capitals too', async () => {
    const body = form();
    await anybody().auth.register({ body });
    const again = { ...body, email: body.email.toUpperCase() };
    await expect(anybody().auth.register({ body: again })).rejects.toMatchObject({ status: 409, code: 'email_taken' });
  });

  it('of one address twenty times at once makes one account', async () => {
    const body = form();
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => anybody().auth.register({ body })));
    const refusals = attempts.filter((attempt) => attempt.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(refusals).toHaveLength(19);
    for (const refusal of refusals) expect(refusal).toMatchObject({ status: 409, code: 'email_taken' });
    const where = { email: body.email };
    expect(await market.application.dataSource.manager.countBy(UserEntity, where)).toBe(1);
  });

  it('is possible again with the address of an account that was closed', async () => {
    const customer = await market.registerCustomer();
    await customer.client.users.eraseMe();
    const body = form({ email: customer.email });
    // Within the days of grace the owner may come back to it.
    await expect(anybody().auth.register({ body })).rejects.toMatchObject({ status: 409, code: 'email_taken' });
    market.clock.move(31 * DAY_MS);
    const { user } = await anybody().auth.register({ body });
    expect(user.id).not.toBe(customer.id);
  });
});

describe('signing in', () => {
  it('gives a session of its own each time', async () => {
    const customer = await market.registerCustomer();
    const body = { email: customer.email.toUpperCase(), password: PASSWORD };
    const first = await anybody().auth.login({ body });
    const second = await anybody().auth.login({ body });
    expect(first.user.id).toBe(customer.id);
    expect(new Set([first.token, second.token, customer.token]).size).toBe(3);
  });

  it('says the same to a wrong password and to an unknown address', async () => {
    const { email } = await market.registerCustomer();
    const wrong = { email, password: 'something else' };
    const unknown = { email: `${randomUUID()}@test.example`, password: PASSWORD };
    for (const body of [wrong, unknown])
      await expect(anybody().auth.login({ body })).rejects.toMatchObject({ status: 401, code: 'wrong_credentials' });
  });

  it('is refused to who is suspended, with the right password only', async () => {
    const customer = await market.registerCustomer();
    const admin = await market.admin();
    await admin.client.admin.suspendUser({ params: { id: customer.id }, body: { reason: 'fraud' } });
    const login = (password: string) => anybody().auth.login({ body: { email: customer.email, password } });
    await expect(login(PASSWORD)).rejects.toMatchObject({ status: 403, code: 'account_suspended' });
    await expect(login('something else')).rejects.toMatchObject({ status: 401, code: 'wrong_credentials' });
  });

  it('is refused to a closed account, and after its days of grace as to none', async () => {
    const customer = await market.registerCustomer();
    await customer.client.users.eraseMe();
    const body = { email: customer.email, password: PASSWORD };
    await expect(anybody().auth.login({ body })).rejects.toMatchObject({ status: 403, code: 'account_closing' });
    market.clock.move(31 * DAY_MS);
    await expect(anybody().auth.login({ body })).rejects.toMatchObject({ status: 401, code: 'wrong_credentials' });
  });

  it('brings back an account that was set aside as unused', async () => {
    const customer = await market.registerCustomer();
    await market.application.dataSource.manager.update(UserEntity, { id: customer.id }, { status: 'inactive' });
    await expect(customer.client.users.me()).rejects.toMatchObject({ status: 401 });
    const { user } = await anybody().auth.login({ body: { email: customer.email, password: PASSWORD } });
    expect(user.status).toBe('active');
  });
});

describe('my account', () => {
  it('changes in what is sent and in nothing else', async () => {
    const { client } = await market.registerCustomer();
    const called = await client.users.changeMe({ body: { phone: ' (213) 555-0134 x12 ' } });
    expect(called).toMatchObject({ firstName: 'Kim', phone: '+12135550134;ext=12' });
    const changed = await client.users.changeMe({ body: { firstName: 'Ana', phone: null } });
    expect(changed).toMatchObject({ firstName: 'Ana', lastName: 'Lee', phone: null });
    expect(await client.users.changeMe({ body: {} })).toEqual(changed);
  });

  it.each([
    ['(213) 555-0134', '+12135550134'],
    ['213.555.0134 ext. 7', '+12135550134;ext=7'],
    ['+44 20 7946 0018', '+442079460018'],
  ])('takes the phone number %s', async (typed, kept) => {
    const { client } = await market.registerCustomer();
    expect(await client.users.changeMe({ body: { phone: typed } })).toMatchObject({ phone: kept });
  });

  it.each(['555-0134', '12', 'call me', '+1 213 555 01345678'])('takes no %s for a phone number', async (phone) => {
    const { client } = await market.registerCustomer();
    const refused = client.users.changeMe({ body: { phone } });
    await expect(refused).rejects.toMatchObject({ status: 400, errors: [{ path: 'body.phone' }] });
    await expect(anybody().auth.register({ body: { ...form(), phone } })).rejects.toMatchObject({ status: 400 });
  });

  it('cannot be made more than it is', async () => {
    const { client } = await market.registerCustomer();
    const body = { role: 'admin', status: 'active', email: 'else@test.example' } as object;
    await expect(client.users.changeMe({ body })).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('is closed at once everywhere when its owner asks for it', async () => {
    const customer = await market.registerCustomer();
    const elsewhere = await anybody().auth.login({ body: { email: customer.email, password: PASSWORD } });
    await customer.client.users.eraseMe();
    for (const client of [customer.client, market.application.client(elsewhere.token)])
      await expect(client.users.me()).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
  });
});

describe('suspending', () => {
  it('ends every session of the account and keeps a record with the reason', async () => {
    const guard = await market.registerGuard();
    const admin = await market.admin();
    const suspended = await admin.client.admin.suspendUser({
      params: { id: guard.id },
      body: { reason: 'no licence' },
    });
    expect(suspended).toMatchObject({ id: guard.id, status: 'suspended' });
    await expect(guard.client.users.me()).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
    const [row] = await market.application.dataSource.query<object[]>(
      `SELECT actor_id, to_status, details FROM timeline WHERE user_id = $1 AND type = 'user.suspended'`,
      [guard.id],
    );
    expect(row).toEqual({ actor_id: admin.id, to_status: 'suspended', details: { reason: 'no licence' } });
  });

  it('is refused of the own account, and to everybody but administrators', async () => {
    const [admin, customer] = [await market.admin(), await market.registerCustomer()];
    const suspend = (by: typeof admin, id: string) =>
      by.client.admin.suspendUser({ params: { id }, body: { reason: 'x' } });
    await expect(suspend(admin, admin.id)).rejects.toMatchObject({ status: 422, code: 'cannot_suspend_yourself' });
    await expect(suspend(customer, admin.id)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('the password', () => {
  it('is stored as argon2id', async () => {
    const { id } = await market.registerCustomer();
    expect((await rowOf(id)).passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('leaves the server in no answer that shows the account', async () => {
    const { id, email, client } = await market.registerCustomer();
    const admin = await market.admin();
    const { passwordHash } = await rowOf(id);
    const answers = [
      await client.users.me(),
      await anybody().auth.login({ body: { email, password: PASSWORD } }),
      await client.users.changeMe({ body: { firstName: 'Ana' } }),
      await client.auth.sessions(),
      await admin.client.admin.users({ query: { limit: 100 } }),
      await admin.client.admin.suspendUser({ params: { id }, body: { reason: 'x' } }),
    ];
    for (const answer of answers) {
      expect(JSON.stringify(answer)).not.toContain(passwordHash);
      expect(JSON.stringify(answer)).not.toMatch(/password|argon2|tokenHash/i);
    }
  });

  it('is left out by whatever else serialises the row', async () => {
    const { id } = await market.registerCustomer();
    const plain = instanceToPlain(await rowOf(id));
    expect(plain).toMatchObject({ id, role: 'customer' });
    expect(plain).not.toHaveProperty('passwordHash');
    const session = await market.application.dataSource.manager.findOneByOrFail(SessionEntity, { userId: id });
    expect(instanceToPlain(session)).not.toHaveProperty('tokenHash');
  });
});
