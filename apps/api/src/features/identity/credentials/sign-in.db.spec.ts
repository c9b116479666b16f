import { hash } from '@node-rs/argon2';
import { URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { mailsTo, tokenOfMail as findToken } from '../../../../test/outbox.js';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../platform/clock/duration.js';
import { SecondFactor } from './second-factor.js';

let market: Marketplace;

beforeAll(async () => {
  // Named as a server's, so that administrators need their second factor; the database is the test's.
  market = await Marketplace.open({
    DATABASE_URL: 'postgres://unused.example/x',
    RATE_ANONYMOUS_PER_MINUTE: '10000',
    RATE_USER_PER_MINUTE: '10000',
  });
});
afterAll(() => market.close());

const login = (email: string, password: string, code?: string) =>
  market.application.client().auth.login({ body: { email, password, ...(code !== undefined && { code }) } });

const tokenOfMail = (to: string, subject: RegExp): Promise<string> =>
  findToken(market.application.dataDir, to, subject);

const admin = async (): Promise<{ person: Person; generator: { generate(at: { timestamp: number }): string } }> => {
  const person = await market.admin();
  const passwordHash = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  await market.application.dataSource.query(`UPDATE users SET password_hash = $2 WHERE id = $1`, [
    person.id,
    passwordHash,
  ]);
  const uri = await market.application.app.get(SecondFactor).enrol(person.id, person.email);
  return { person, generator: URI.parse(uri) as never };
};

describe('failed sign-ins', () => {
  it('lock the account out for that address after five, unknown accounts alike, and for no longer than said', async () => {
    const { email } = await market.registerCustomer();
    for (const account of [email, 'nobody@nowhere.example']) {
      for (let i = 0; i < 5; i++)
        await expect(login(account, 'wrong password')).rejects.toMatchObject({
          status: 401,
          code: 'wrong_credentials',
        });
      const refusal = await login(account, PASSWORD).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ status: 429, code: 'too_many_failures' });
      expect((refusal as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(14 * 60);
    }
    market.clock.move(15 * MINUTE_MS);
    await expect(login(email, PASSWORD)).resolves.toMatchObject({ user: { email } });
  });

  it('of twenty at once let no more than five guesses through', async () => {
    const { email } = await market.registerCustomer();
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => login(email, 'guess').catch((error: { code: string }) => error.code)),
    );
    expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(5);
    expect(codes.filter((code) => code === 'too_many_failures')).toHaveLength(15);
  });
});

describe('guesses by who has the session and not the password', () => {
  const WRONG = 'not the password';
  type Door = [string, (person: Person, password: string) => Promise<unknown>];
  const DOORS: Door[] = [
    [
      'of the password',
      ({ client }, currentPassword) =>
        client.auth.changePassword({ body: { currentPassword, newPassword: 'a new password of the tests' } }),
    ],
    [
      'of the address',
      ({ client }, password) => client.auth.changeEmail({ body: { email: 'mallory@test.example', password } }),
    ],
    ['of a passkey', ({ client }, password) => client.passkeys.offer({ body: { password } })],
    [
      'of the second factor',
      ({ client }, password) => client.auth.turnOffSecondFactor({ body: { password, code: '123456' } }),
    ],
  ];

  it.each(DOORS)('are five, at the door %s as at that of the house', async (_, door) => {
    const person = await market.registerCustomer();
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => door(person, WRONG).catch((error: { code: string }) => error.code)),
    );
    expect(codes.filter((code) => code === 'wrong_password')).toHaveLength(5);
    expect(codes.filter((code) => code === 'too_many_failures')).toHaveLength(15);
    await expect(door(person, PASSWORD)).rejects.toMatchObject({ code: 'too_many_failures' });
    // Neither another session of the owner nor a sign-in is kept out by them.
    const { token } = await login(person.email, PASSWORD);
    await market.application.client(token).passkeys.offer({ body: { password: PASSWORD } });
  });

  it('are five of the code too, once the password is known', async () => {
    const person = await market.registerCustomer();
    const { sealed, address } = await person.client.auth.offerSecondFactor();
    const generator = URI.parse(address) as unknown as { generate(at: { timestamp: number }): string };
    const code = generator.generate({ timestamp: market.now.getTime() });
    await person.client.auth.turnOnSecondFactor({ body: { sealed, code, password: PASSWORD } });
    const guess = (count: number) =>
      person.client.passkeys
        .offer({ body: { password: PASSWORD, code: String(100_000 + count) } })
        .catch((error: { code: string }) => error.code);
    const codes = await Promise.all(Array.from({ length: 20 }, (_, count) => guess(count)));
    expect(codes.filter((refusal) => refusal === 'wrong_second_factor')).toHaveLength(5);
    expect(codes.filter((refusal) => refusal === 'too_many_failures')).toHaveLength(15);
  });
});

describe('wrong passwords for an account', () => {
  const told = ({ email }: Person): number =>
    mailsTo(market.application.dataDir, email).filter((mail) => /^Subject: Wrong passwords/m.test(mail)).length;
  /** A window of the lock-out apart. */
  const guess = async ({ email }: Person, times: number): Promise<void> => {
    for (let tried = 0; tried < times; tried++) {
      if (tried % 5 === 0) market.clock.move(15 * MINUTE_MS);
      await expect(login(email, 'a guess')).rejects.toMatchObject({ code: 'wrong_credentials' });
    }
  };

  it('are told to its owner once in a burst, and again in another one', async () => {
    const person = await market.registerCustomer();
    await guess(person, 9);
    expect(told(person)).toBe(0);
    await guess(person, 11);
    await vi.waitFor(() => expect(told(person)).toBe(1), { timeout: 10_000 });
    market.clock.move(DAY_MS);
    await guess(person, 10);
    await vi.waitFor(() => expect(told(person)).toBe(2), { timeout: 10_000 });
  });
});

describe('passwords', () => {
  it('that are easily guessed are taken at none of the three doors, and a link outlives the try', async () => {
    const person = await market.registerCustomer();
    const nobody = market.application.client();
    const refusal = { status: 422, code: 'password_guessable' };
    const form = { email: 'lee@test.example', firstName: 'Kim', role: 'guard' as const };
    await expect(nobody.auth.register({ body: { ...form, password: 'password123' } })).rejects.toMatchObject(refusal);
    const change = { currentPassword: PASSWORD, newPassword: '          ' };
    await expect(person.client.auth.changePassword({ body: change })).rejects.toMatchObject(refusal);
    await nobody.auth.forgotPassword({ body: { email: person.email } });
    const token = await tokenOfMail(person.email, /Set a new password/);
    const reset = (password: string) => nobody.auth.resetPassword({ body: { token, password } });
    await expect(reset('qwertyuiop1')).rejects.toMatchObject(refusal);
    await reset('a brand new password');
  });

  it('hashed with old parameters are hashed anew at the next sign-in', async () => {
    const { id, email } = await market.registerCustomer();
    const old = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await market.application.dataSource.query(`UPDATE users SET password_hash = $2 WHERE id = $1`, [id, old]);
    await login(email, PASSWORD);
    const [row] = await market.application.dataSource.query<{ hash: string }[]>(
      `SELECT password_hash AS hash FROM users WHERE id = $1`,
      [id],
    );
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(login(email, PASSWORD)).resolves.toMatchObject({ user: { id } });
  });

  it('changed by their owner end every other session', async () => {
    const person = await market.registerCustomer();
    const other = await login(person.email, PASSWORD);
    const newPassword = 'quite another password';
    await expect(
      person.client.auth.changePassword({ body: { currentPassword: 'not it', newPassword } }),
    ).rejects.toMatchObject({ code: 'wrong_password' });
    await person.client.auth.changePassword({ body: { currentPassword: PASSWORD, newPassword } });
    await expect(person.client.users.me()).resolves.toMatchObject({ id: person.id });
    await expect(market.application.client(other.token).users.me()).rejects.toMatchObject({ status: 401 });
    await expect(login(person.email, PASSWORD)).rejects.toMatchObject({ code: 'wrong_credentials' });
    await expect(login(person.email, newPassword)).resolves.toBeTruthy();
  });

  it('are set anew by a mailed token that works once, ends every session, and is not told of for unknown addresses', async () => {
    const person = await market.registerCustomer();
    const nobody = market.application.client();
    await nobody.auth.forgotPassword({ body: { email: 'unknown@nowhere.example' } });
    await nobody.auth.forgotPassword({ body: { email: person.email } });
    const token = await tokenOfMail(person.email, /Set a new password/);
    const body = { token, password: 'a brand new password' };
    const results = await Promise.allSettled([1, 2, 3].map(() => nobody.auth.resetPassword({ body })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(person.client.users.me()).rejects.toMatchObject({ status: 401 });
    await expect(login(person.email, body.password)).resolves.toBeTruthy();
  });

  it('cannot be set with a token that is out of date or meant for something else', async () => {
    const person = await market.registerCustomer();
    const nobody = market.application.client();
    const password = 'a brand new password';
    const verification = await tokenOfMail(person.email, /Confirm your e-mail/);
    await expect(nobody.auth.resetPassword({ body: { token: verification, password } })).rejects.toMatchObject({
      code: 'token_not_valid',
    });
    await nobody.auth.forgotPassword({ body: { email: person.email } });
    const token = await tokenOfMail(person.email, /Set a new password/);
    market.clock.move(31 * MINUTE_MS);
    await expect(nobody.auth.resetPassword({ body: { token, password } })).rejects.toMatchObject({ status: 422 });
  });
});

describe('an e-mail address', () => {
  it('is confirmed by the token that was mailed at registration', async () => {
    const person = await market.registerCustomer();
    const token = await tokenOfMail(person.email, /Confirm your e-mail/);
    await market.application.client().auth.verifyEmail({ body: { token } });
    expect((await person.client.users.me()).emailVerifiedAt).not.toBeNull();
    await expect(person.client.auth.sendVerification()).rejects.toMatchObject({ code: 'email_already_verified' });
  });
});

describe('administrators', () => {
  it('sign in with a code of their second factor, each code once', async () => {
    const { person, generator } = await admin();
    const code = (): string => generator.generate({ timestamp: market.now.getTime() });
    await expect(login(person.email, PASSWORD)).rejects.toMatchObject({ code: 'second_factor_needed' });
    await expect(login(person.email, PASSWORD, '000000')).rejects.toMatchObject({ code: 'wrong_second_factor' });
    const used = code();
    await expect(login(person.email, PASSWORD, used)).resolves.toMatchObject({ user: { role: 'admin' } });
    await expect(login(person.email, PASSWORD, used)).rejects.toMatchObject({ code: 'wrong_second_factor' });
    market.clock.move(31 * SECOND_MS);
    await expect(login(person.email, PASSWORD, code())).resolves.toBeTruthy();
  });

  it('are asked for no code where the operator has switched it off, with a second factor or without', async () => {
    const { person } = await admin();
    const process = await market.application.another({ ADMIN_SECOND_FACTOR: 'off' });
    const body = { email: person.email, password: PASSWORD };
    const signedIn = await process.client().auth.login({ body });
    expect(signedIn.user.id).toBe(person.id);
    await process.app.close();
    await expect(login(person.email, PASSWORD)).rejects.toMatchObject({ code: 'second_factor_needed' });
  });

  it('without a second factor are sent to the operator', async () => {
    const person = await market.admin();
    const passwordHash = await hash(PASSWORD);
    await market.application.dataSource.query(`UPDATE users SET password_hash = $2 WHERE id = $1`, [
      person.id,
      passwordHash,
    ]);
    await expect(login(person.email, PASSWORD)).rejects.toMatchObject({ code: 'second_factor_not_set_up' });
  });

  it('cannot be registered', async () => {
    const body = { email: 'a@b.example', password: PASSWORD, firstName: 'A', lastName: 'B', role: 'admin' as never };
    await expect(market.application.client().auth.register({ body })).rejects.toMatchObject({ status: 400 });
  });
});
