import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { mailsTo, tokenOfMail } from '../../../../test/outbox.js';
import { HOUR_MS } from '../../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());

const anybody = () => market.application.client();
const newAddress = () => `${randomUUID()}@new.example`;
const ask = ({ client }: Person, email: string, password = PASSWORD) =>
  client.auth.changeEmail({ body: { email, password } });
const tokenFor = (email: string) => tokenOfMail(market.application.dataDir, email, /Confirm your new e-mail address/);
const confirm = (token: string) => anybody().auth.confirmEmailChange({ body: { token } });
const login = (email: string) => anybody().auth.login({ body: { email, password: PASSWORD } });

describe('another e-mail address', () => {
  it('is the one to sign in with when it was confirmed, once, and the old one is told before and after', async () => {
    const customer = await market.registerCustomer();
    const email = newAddress();
    await ask(customer, email);
    const token = await tokenFor(email);
    expect((await customer.client.users.me()).email).toBe(customer.email);
    await confirm(token);
    const me = await customer.client.users.me();
    expect(me).toMatchObject({ email, id: customer.id });
    expect(me.emailVerifiedAt).not.toBeNull();
    expect((await login(email)).user.id).toBe(customer.id);
    await expect(login(customer.email)).rejects.toMatchObject({ code: 'wrong_credentials' });
    await expect(confirm(token)).rejects.toMatchObject({ status: 422, code: 'token_not_valid' });
    await expect
      .poll(() => mailsTo(market.application.dataDir, customer.email).join('\n'))
      .toMatch(/is to be changed[^]*was changed/);
    for (const mail of mailsTo(market.application.dataDir, customer.email)) expect(mail).not.toContain(email);
  });

  it('needs the password, and is another one', async () => {
    const customer = await market.registerCustomer();
    const wrong = ask(customer, newAddress(), 'not the password');
    await expect(wrong).rejects.toMatchObject({ status: 422, code: 'wrong_password' });
    const same = ask(customer, customer.email.toUpperCase());
    await expect(same).rejects.toMatchObject({ status: 422, code: 'same_email' });
  });

  it('is nobody else’s, when it is asked for and when it is confirmed', async () => {
    const [customer, other] = [await market.registerCustomer(), await market.registerCustomer()];
    await expect(ask(customer, other.email)).rejects.toMatchObject({ status: 409, code: 'email_taken' });
    const email = newAddress();
    await ask(customer, email);
    const token = await tokenFor(email);
    const body = { email, password: PASSWORD, firstName: 'Ana', role: 'customer' as const };
    await anybody().auth.register({ body });
    await expect(confirm(token)).rejects.toMatchObject({ status: 409, code: 'email_taken' });
    expect((await customer.client.users.me()).email).toBe(customer.email);
  });

  it('is stopped by a new password, replaced by the next one asked for, and out of date after its hours', async () => {
    const customer = await market.registerCustomer();
    const [first, second, third] = [newAddress(), newAddress(), newAddress()];
    await ask(customer, first);
    const replaced = await tokenFor(first);
    await ask(customer, second);
    await expect(confirm(replaced)).rejects.toMatchObject({ code: 'token_not_valid' });
    const stopped = await tokenFor(second);
    const newPassword = 'another long password';
    await customer.client.auth.changePassword({ body: { currentPassword: PASSWORD, newPassword } });
    await expect(confirm(stopped)).rejects.toMatchObject({ code: 'token_not_valid' });
    await ask(customer, third, newPassword);
    const late = await tokenFor(third);
    market.clock.move(48 * HOUR_MS);
    await expect(confirm(late)).rejects.toMatchObject({ code: 'token_not_valid' });
  });

  it('confirmed twenty times at once is taken once', async () => {
    const customer = await market.registerCustomer();
    const email = newAddress();
    await ask(customer, email);
    const token = await tokenFor(email);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => confirm(token)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('makes the link that was to confirm the old one worthless', async () => {
    const customer = await market.registerCustomer();
    const old = await tokenOfMail(market.application.dataDir, customer.email, /Confirm your e-mail address/);
    const email = newAddress();
    await ask(customer, email);
    await confirm(await tokenFor(email));
    await expect(anybody().auth.verifyEmail({ body: { token: old } })).rejects.toMatchObject({
      code: 'token_not_valid',
    });
  });
});

describe('one name', () => {
  it('is enough, and stands alone wherever names are shown', async () => {
    const body = { email: newAddress(), password: PASSWORD, firstName: 'Sukarno', role: 'guard' as const };
    const { token, user } = await anybody().auth.register({ body });
    expect(user).toMatchObject({ firstName: 'Sukarno', lastName: '' });
    const guard = market.application.client(token);
    expect((await guard.guards.card({ params: { userId: user.id } })).name).toBe('Sukarno');
  });
});
