import { URI } from 'otpauth';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Authenticator, type Manner } from '../../../../test/authenticator.js';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { mailsTo } from '../../../../test/outbox.js';
import { DAY_MS, MINUTE_MS } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { PasskeysService } from './passkeys.service.js';

const ORIGIN = 'https://aegis.example';
const AT_ONCE = 20;

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ RATE_LIMITS: 'off', PUBLIC_URL: ORIGIN });
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const nobody = () => market.application.client();
const WRONG = { status: 401, code: 'wrong_passkey' };

async function add({ client }: Person, device: Authenticator, manner: Manner = {}, name = 'My phone') {
  const { challengeId, options } = await client.passkeys.offer({ body: { password: PASSWORD } });
  return client.passkeys.add({ body: { challengeId, name, response: device.create(options, manner) } });
}

async function withPasskey(counts = true): Promise<{ person: Person; device: Authenticator; id: string }> {
  const [person, device] = [await market.registerGuard(), new Authenticator(ORIGIN, counts)];
  const { id } = await add(person, device);
  return { person, device, id };
}

async function signIn(device: Authenticator, manner: Manner = {}) {
  const { challengeId, options } = await nobody().passkeys.challenge();
  return nobody().passkeys.signIn({ body: { challengeId, response: device.sign(options, manner) } });
}

const actionsOn = async ({ id }: Person): Promise<string[]> =>
  (
    await market.application.dataSource.query<{ action: string }[]>(
      `SELECT action FROM audit_log WHERE subject_id = $1 AND action LIKE 'user.passkey%' ORDER BY position`,
      [id],
    )
  ).map(({ action }) => action);

describe('a passkey', () => {
  it.each([true, false])(
    'signs in without password and code, also a second time (one that counts: %s)',
    async (counts) => {
      const { person, device } = await withPasskey(counts);
      for (let time = 0; time < 2; time++) {
        const { token, user } = await signIn(device);
        expect(user.id).toBe(person.id);
        expect((await market.application.client(token).users.me()).id).toBe(person.id);
      }
      const { items } = await person.client.passkeys.list();
      expect(items).toMatchObject([
        { name: 'My phone', isBackedUp: !counts, lastUsedAt: expect.any(String) as unknown },
      ]);
    },
  );

  it('is added with the password, and the code of the second factor where there is one; it is told by mail', async () => {
    const { person } = await withPasskey();
    const offer = (body: { password: string; code?: string }) => person.client.passkeys.offer({ body });
    await expect(offer({ password: 'not the password' })).rejects.toMatchObject({
      status: 422,
      code: 'wrong_password',
    });
    const { address, sealed } = await person.client.auth.offerSecondFactor();
    const totp = URI.parse(address) as { generate(at: { timestamp: number }): string };
    const code = () => totp.generate({ timestamp: market.now.getTime() });
    await person.client.auth.turnOnSecondFactor({ body: { sealed, code: code(), password: PASSWORD } });
    await expect(offer({ password: PASSWORD })).rejects.toMatchObject({ status: 401, code: 'second_factor_needed' });
    market.clock.move(MINUTE_MS);
    expect((await offer({ password: PASSWORD, code: code() })).options.user.name).toBe(person.email);
    expect(await actionsOn(person)).toEqual(['user.passkey_added']);
    await expect
      .poll(() => mailsTo(market.application.dataDir, person.email).join('\n'))
      .toContain('A passkey was added');
  });

  it('of an account with a second factor counts as that', async () => {
    const { person, device } = await withPasskey();
    const { address, sealed } = await person.client.auth.offerSecondFactor();
    const totp = URI.parse(address) as { generate(at: { timestamp: number }): string };
    const code = totp.generate({ timestamp: market.now.getTime() });
    await person.client.auth.turnOnSecondFactor({ body: { sealed, code, password: PASSWORD } });
    const login = nobody().auth.login({ body: { email: person.email, password: PASSWORD } });
    await expect(login).rejects.toMatchObject({ code: 'second_factor_needed' });
    expect((await signIn(device)).user.id).toBe(person.id);
  });

  it('is renamed and removed by its owner alone; removed it opens nothing, and others are signed out', async () => {
    const { person, device, id } = await withPasskey();
    const stranger = await market.registerCustomer();
    const other = await signIn(device);
    const body = { password: PASSWORD };
    for (const call of [
      () => stranger.client.passkeys.rename({ params: { id }, body: { name: 'Mine' } }),
      () => stranger.client.passkeys.remove({ params: { id }, body }),
    ])
      await expect(call()).rejects.toMatchObject({ status: 404 });
    expect(await person.client.passkeys.rename({ params: { id }, body: { name: 'Old phone' } })).toMatchObject({
      name: 'Old phone',
    });
    const wrong = person.client.passkeys.remove({ params: { id }, body: { password: 'not the password' } });
    await expect(wrong).rejects.toMatchObject({ code: 'wrong_password' });
    await person.client.passkeys.remove({ params: { id }, body });
    await expect(signIn(device)).rejects.toMatchObject(WRONG);
    await expect(market.application.client(other.token).users.me()).rejects.toMatchObject({ status: 401 });
    expect((await person.client.passkeys.list()).items).toEqual([]);
    expect(await actionsOn(person)).toEqual(['user.passkey_added', 'user.passkey_removed']);
    await expect
      .poll(() => mailsTo(market.application.dataDir, person.email).join('\n'))
      .toContain('“Old phone” signs in');
  });
});

describe('what proves nothing', () => {
  it.each<[string, Manner]>([
    ['of another site', { origin: 'https://evil.example' }],
    ['of this name without TLS', { origin: 'http://aegis.example' }],
    ['for another relying party', { rpId: 'evil.example' }],
    ['whose device has not checked that its owner is there', { isVerified: false }],
  ])('is a passkey %s', async (_, manner) => {
    const { device } = await withPasskey();
    await expect(signIn(device, manner)).rejects.toMatchObject(WRONG);
    const person = await market.registerCustomer();
    const made = add(person, new Authenticator(ORIGIN), manner);
    await expect(made).rejects.toMatchObject({ status: 422, code: 'passkey_not_made' });
  });

  it('is one that was copied: its counter stands still or goes back', async () => {
    const { device } = await withPasskey();
    await signIn(device, { counter: 7 });
    for (const counter of [7, 6, 0]) await expect(signIn(device, { counter })).rejects.toMatchObject(WRONG);
    await signIn(device, { counter: 8 });
  });

  it("is somebody else's handle, or a passkey that nobody has", async () => {
    const { device } = await withPasskey();
    const { person: other } = await withPasskey();
    const userHandle = Buffer.from(other.id.replaceAll('-', ''), 'hex').toString('base64url');
    await expect(signIn(device, { userHandle })).rejects.toMatchObject(WRONG);
    await expect(signIn(new Authenticator(ORIGIN), { userHandle })).rejects.toMatchObject(WRONG);
  });

  it('is an answer to a challenge that was used, is out of date, or was for something else', async () => {
    const { person, device } = await withPasskey();
    const NOT_VALID = { status: 422, code: 'challenge_not_valid' };
    const { challengeId, options } = await nobody().passkeys.challenge();
    const use = () => nobody().passkeys.signIn({ body: { challengeId, response: device.sign(options) } });
    const tries = await Promise.allSettled(Array.from({ length: AT_ONCE }, use));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(use()).rejects.toMatchObject(NOT_VALID);

    const late = await nobody().passkeys.challenge();
    market.clock.move(6 * MINUTE_MS);
    const response = device.sign(late.options);
    await expect(nobody().passkeys.signIn({ body: { ...late, response } })).rejects.toMatchObject({
      status: 400,
    });
    const inTime = nobody().passkeys.signIn({ body: { challengeId: late.challengeId, response } });
    await expect(inTime).rejects.toMatchObject(NOT_VALID);

    const offered = await person.client.passkeys.offer({ body: { password: PASSWORD } });
    const stolen = { challenge: offered.options.challenge, rpId: offered.options.rp.id };
    const asSignIn = nobody().passkeys.signIn({
      body: { challengeId: offered.challengeId, response: device.sign(stolen) },
    });
    await expect(asSignIn).rejects.toMatchObject(NOT_VALID);
    const stranger = await market.registerCustomer();
    const asTheirs = stranger.client.passkeys.add({
      body: {
        ...{ challengeId: offered.challengeId, name: 'Theirs' },
        response: new Authenticator(ORIGIN).create(offered.options),
      },
    });
    await expect(asTheirs).rejects.toMatchObject(NOT_VALID);
  });

  it('a failed try uses its challenge up', async () => {
    const { device } = await withPasskey();
    const { challengeId, options } = await nobody().passkeys.challenge();
    const wrong = device.sign(options, { isVerified: false });
    await expect(nobody().passkeys.signIn({ body: { challengeId, response: wrong } })).rejects.toMatchObject(WRONG);
    const right = nobody().passkeys.signIn({ body: { challengeId, response: device.sign(options) } });
    await expect(right).rejects.toMatchObject({ code: 'challenge_not_valid' });
  });
});

it('none is added by a session that has ended since it was let in: a new password shuts out whoever had the old one', async () => {
  const [person, device] = [await market.registerCustomer(), new Authenticator(ORIGIN)];
  const { challengeId, options } = await person.client.passkeys.offer({ body: { password: PASSWORD } });
  const body = { challengeId, name: 'Of a thief', response: device.create(options) };
  const caller = await market.application.app.get(SessionsService).authenticate(person.token);
  const owner = await nobody().auth.login({ body: { email: person.email, password: PASSWORD } });
  await market.application.client(owner.token).auth.changePassword({
    body: { currentPassword: PASSWORD, newPassword: 'quite another password' },
  });
  const late = market.application.app.get(PasskeysService).add(caller as Caller, body);
  await expect(late).rejects.toMatchObject({ code: 'account_changed' });
  await expect(signIn(device)).rejects.toMatchObject(WRONG);
});

it('one device is of one account, and an account has twenty at most, added one by one or at once', async () => {
  const { person, device } = await withPasskey();
  await expect(add(await market.registerCustomer(), device)).rejects.toMatchObject({
    status: 409,
    code: 'passkey_known',
  });
  const added = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, () => add(person, new Authenticator(ORIGIN, false))),
  );
  expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(AT_ONCE - 1);
  const more = add(person, new Authenticator(ORIGIN));
  await expect(more).rejects.toMatchObject({ status: 409, code: 'too_many_passkeys' });
});

it('who is suspended is let in to their rights alone, and who has closed the account to what keeps it', async () => {
  const { person, device } = await withPasskey();
  const admin = await market.admin();
  await admin.client.admin.suspendUser({ params: { id: person.id }, body: { reason: 'because of the test' } });
  const refusal = await signIn(device).catch(
    (error: unknown) => error as { code: string; facts: Record<string, string> },
  );
  expect(refusal).toMatchObject({ code: 'account_suspended', facts: { rightsToken: expect.any(String) as unknown } });
  await admin.client.admin.reinstateUser({ params: { id: person.id }, body: { reason: 'because of the test' } });
  const { token } = await signIn(device);
  await market.application.client(token).users.eraseMe();
  await expect(signIn(device)).rejects.toMatchObject({ code: 'account_closing' });
  market.clock.move(31 * DAY_MS);
  await expect(signIn(device)).rejects.toMatchObject(WRONG);
});
