import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { mailsTo } from '../../../../test/outbox.js';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { AccountTokens } from './account-tokens.js';

const AT_ONCE = 20;
const MAILS = 3;
const NEXT_PASSWORD = 'quite another password';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ RATE_LIMITS: 'off' });
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const nobody = () => market.application.client();
const forgot = ({ email }: Person) => nobody().auth.forgotPassword({ body: { email } });
const reset = (token: string) => nobody().auth.resetPassword({ body: { token, password: NEXT_PASSWORD } });

/** Of the mails to somebody about a new password, the oldest first, once there are `count`. */
const resetTokens = ({ email }: Person, count: number): Promise<string[]> =>
  vi.waitFor(
    () => {
      const mails = mailsTo(market.application.dataDir, email).filter((mail) => /Set a new password/.test(mail));
      const tokens = mails.flatMap((mail) => /#([\w-]{43})/.exec(mail)?.[1] ?? []);
      expect(tokens.length).toBeGreaterThanOrEqual(count);
      return tokens;
    },
    { timeout: 10_000, interval: 50 },
  );

describe('links that set a new password', () => {
  it('all work for half an hour, however often somebody else asks for more', async () => {
    const person = await market.registerCustomer();
    await forgot(person);
    const [first = ''] = await resetTokens(person, 1);
    market.clock.move(20 * MINUTE_MS);
    for (let asked = 0; asked < AT_ONCE; asked++) await forgot(person);
    await resetTokens(person, 1 + MAILS);
    await reset(first);
  });

  it('end together when one of them is used', async () => {
    const person = await market.registerCustomer();
    await forgot(person);
    await forgot(person);
    const [first = '', second = ''] = await resetTokens(person, 2);
    await reset(second);
    await expect(reset(first)).rejects.toMatchObject({ status: 422, code: 'token_not_valid' });
  });

  it('are a few in a while, and twenty askers at once get no more', async () => {
    const person = await market.registerCustomer();
    const tokens = market.application.app.get(AccountTokens);
    const wish = { userId: person.id, purpose: 'reset_password', validMs: 30 * MINUTE_MS } as const;
    const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => tokens.issueForMail(wish)));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toHaveLength(AT_ONCE - MAILS);
    for (const refusal of refusals) expect(refusal).toMatchObject({ status: 429, code: 'too_many_mails' });
    market.clock.move(9 * MINUTE_MS);
    await expect(tokens.issueForMail(wish)).rejects.toMatchObject({ code: 'too_many_mails' });
    market.clock.move(2 * MINUTE_MS);
    await expect(tokens.issueForMail(wish)).resolves.toMatch(/^[\w-]{43}$/);
  });

  it('tell whoever asks nothing of the account when there are enough', async () => {
    const person = await market.registerCustomer();
    for (let asked = 0; asked <= MAILS; asked++) await expect(forgot(person)).resolves.toBeUndefined();
  });
});

describe('the link that confirms an address', () => {
  it('is mailed a few times in a while; then whoever asks is told how long to wait', async () => {
    const person = await market.registerCustomer();
    // The first came with the registration.
    for (let asked = 1; asked < MAILS; asked++) await person.client.auth.sendVerification();
    const refusal = await person.client.auth.sendVerification().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 429, code: 'too_many_mails' });
    expect((refusal as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(9 * 60);
  });
});

it('another address is not asked for with a password that is none any more', async () => {
  const person = await market.registerCustomer();
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 5 }, (_, index) =>
      person.client.auth.changeEmail({
        body: { email: `${index}-${person.email}`, password: 'a password of the tests' },
      }),
    ),
    person.client.auth.changePassword({
      body: { currentPassword: 'a password of the tests', newPassword: NEXT_PASSWORD },
    }),
  ]);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(['account_changed', 'wrong_password', 'too_many_mails']).toContain(
        (outcome.reason as { code: string }).code,
      );
  const live = await market.application.dataSource.query<object[]>(
    `SELECT 1 FROM account_tokens WHERE user_id = $1 AND purpose = 'change_email' AND used_at IS NULL`,
    [person.id],
  );
  expect(live).toEqual([]);
});
