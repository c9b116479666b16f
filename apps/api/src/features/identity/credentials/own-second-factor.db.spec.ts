import { URI } from 'otpauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { mailsTo, tokenOfMail } from '../../../../test/outbox.js';
import { SECOND_MS } from '../../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ RATE_LIMITS: 'off' });
});
afterAll(() => market.close());

const login = ({ email }: Person, code?: string) =>
  market.application.client().auth.login({ body: { email, password: PASSWORD, ...(code !== undefined && { code }) } });

interface Protected {
  person: Person;
  /** A code that was not used yet. */
  next: () => string;
  recoveryCodes: string[];
}

/** As an authenticator makes codes of the address. */
const generatorOf = (address: string): ((at: Date) => string) => {
  const totp = URI.parse(address) as { generate(at: { timestamp: number }): string };
  return (at) => totp.generate({ timestamp: at.getTime() });
};

async function withSecondFactor(): Promise<Protected> {
  const person = await market.registerGuard();
  const { address, sealed } = await person.client.auth.offerSecondFactor();
  const codeAt = generatorOf(address);
  const body = { sealed, code: codeAt(market.now), password: PASSWORD };
  const { recoveryCodes } = await person.client.auth.turnOnSecondFactor({ body });
  const next = (): string => {
    market.clock.move(31 * SECOND_MS);
    return codeAt(market.now);
  };
  return { person, next, recoveryCodes };
}

it('guards and customers turn it on with the password and a code, and are asked for one from then on', async () => {
  const { person, next } = await withSecondFactor();
  expect(await person.client.auth.secondFactor()).toEqual({ isOn: true, recoveryCodesLeft: 8 });
  await expect(login(person)).rejects.toMatchObject({ status: 401, code: 'second_factor_needed' });
  await expect(login(person, '000000')).rejects.toMatchObject({ code: 'wrong_second_factor' });
  const code = next();
  expect((await login(person, code)).user.id).toBe(person.id);
  await expect(login(person, code)).rejects.toMatchObject({ code: 'wrong_second_factor' });
});

it('turning it on signs out everywhere else, and is told by mail', async () => {
  const person = await market.registerCustomer();
  const { token } = await login(person);
  const { address, sealed } = await person.client.auth.offerSecondFactor();
  const body = { sealed, code: generatorOf(address)(market.now), password: PASSWORD };
  await person.client.auth.turnOnSecondFactor({ body });
  await expect(market.application.client(token).users.me()).rejects.toMatchObject({ status: 401 });
  expect((await person.client.users.me()).id).toBe(person.id);
  await expect.poll(() => mailsTo(market.application.dataDir, person.email).join()).toMatch(/A second factor protects/);
});

it('nobody turns it on with a wrong password, a wrong code, or what was offered to another', async () => {
  const [person, other] = [await market.registerCustomer(), await market.registerCustomer()];
  const { address, sealed } = await person.client.auth.offerSecondFactor();
  const foreign = await other.client.auth.offerSecondFactor();
  const right = { sealed, code: generatorOf(address)(market.now), password: PASSWORD };
  const turnOn = (change: Partial<typeof right>) =>
    person.client.auth.turnOnSecondFactor({ body: { ...right, ...change } });
  await expect(turnOn({ password: 'not mine' })).rejects.toMatchObject({ status: 422, code: 'wrong_password' });
  await expect(turnOn({ code: '000000' })).rejects.toMatchObject({ status: 401, code: 'wrong_second_factor' });
  for (const wrong of [foreign.sealed, 'nothing'])
    await expect(turnOn({ sealed: wrong })).rejects.toMatchObject({ status: 422, code: 'second_factor_not_offered' });
  expect((await login(person)).user.id).toBe(person.id);
});

it('of twenty at once one is turned on, and none takes the place of another', async () => {
  const person = await market.registerCustomer();
  const { address, sealed } = await person.client.auth.offerSecondFactor();
  const body = { sealed, code: generatorOf(address)(market.now), password: PASSWORD };
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () => person.client.auth.turnOnSecondFactor({ body })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(person.client.auth.offerSecondFactor()).rejects.toMatchObject({ code: 'second_factor_is_on' });
});

it('a lost phone is made up for by a recovery code, each once', async () => {
  const { person, recoveryCodes } = await withSecondFactor();
  const [code = ''] = recoveryCodes;
  expect((await login(person, code.toUpperCase())).user.id).toBe(person.id);
  await expect(login(person, code)).rejects.toMatchObject({ code: 'wrong_second_factor' });
  expect(await person.client.auth.secondFactor()).toEqual({ isOn: true, recoveryCodesLeft: 7 });
});

it('a new password by mail does not go round it', async () => {
  const { person } = await withSecondFactor();
  const nobody = market.application.client();
  await nobody.auth.forgotPassword({ body: { email: person.email } });
  const token = await tokenOfMail(market.application.dataDir, person.email, /Set a new password/);
  const password = 'a brand new password';
  await nobody.auth.resetPassword({ body: { token, password } });
  const signIn = nobody.auth.login({ body: { email: person.email, password } });
  await expect(signIn).rejects.toMatchObject({ code: 'second_factor_needed' });
});

it('it is turned off with the password and a code, and the recovery codes go with it', async () => {
  const { person, next } = await withSecondFactor();
  const turnOff = (code: string, password = PASSWORD) =>
    person.client.auth.turnOffSecondFactor({ body: { code, password } });
  await expect(turnOff(next(), 'not mine')).rejects.toMatchObject({ code: 'wrong_password' });
  await expect(turnOff('000000')).rejects.toMatchObject({ code: 'wrong_second_factor' });
  await turnOff(next());
  expect(await person.client.auth.secondFactor()).toEqual({ isOn: false, recoveryCodesLeft: 0 });
  expect((await login(person)).user.id).toBe(person.id);
  await expect(turnOff('000000')).rejects.toMatchObject({ status: 409, code: 'second_factor_is_off' });
});

it("administrators' comes from the operator alone", async () => {
  const { client } = await market.admin();
  await expect(client.auth.offerSecondFactor()).rejects.toMatchObject({ status: 403, code: 'forbidden' });
});
