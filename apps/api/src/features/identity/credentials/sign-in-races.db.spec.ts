import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { onServerOnly } from '../../../../test/test-database.js';
import { AccountsService } from '../users/accounts.service.js';
import { UserEntity } from '../users/user.entity.js';
import { SecondFactor } from './second-factor.js';

const ROUNDS = 5;
const AT_ONCE = 20;
const NEXT_PASSWORD = 'quite another password';

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open({ RATE_LIMITS: 'off' });
  admin = await market.admin();
});
afterAll(() => market.close());

const query = <Row>(text: string, values: unknown[]): Promise<Row[]> =>
  market.application.dataSource.query<Row[]>(text, values);
const liveSessions = async ({ id }: Person): Promise<string[]> =>
  (
    await query<{ id: string }>(`SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id`, [id])
  ).map((session) => session.id);
const accountOf = ({ id }: Person): Promise<UserEntity> =>
  market.application.dataSource.manager.findOneByOrFail(UserEntity, { id });
const enter = (seen: UserEntity) => market.application.app.get(AccountsService).enter(seen, { name: null, ip: null });

describe('an entry of somebody who', () => {
  it.each<[string, (person: Person) => Promise<unknown>]>([
    [
      'has another password by now',
      ({ client }) => client.auth.changePassword({ body: { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD } }),
    ],
    ['has another second factor by now', ({ id, email }) => market.application.app.get(SecondFactor).enrol(id, email)],
    [
      'is suspended by now',
      ({ id }) => admin.client.admin.suspendUser({ params: { id }, body: { reason: 'because of the test' } }),
    ],
    ['has closed the account by now', ({ client }) => client.users.eraseMe()],
  ])('%s opens no session', async (_, change) => {
    const person = await market.registerCustomer();
    const seen = await accountOf(person);
    await change(person);
    const before = await liveSessions(person);
    await expect(enter(seen)).rejects.toMatchObject({ status: 409, code: 'account_changed' });
    expect(await liveSessions(person)).toEqual(before);
  });
});

/** `act` among sign-ins with the password that was true before; its place among them changes from round to round. */
async function amidstSignIns({ email }: Person, round: number, act: () => Promise<unknown>) {
  const body = { email, password: PASSWORD };
  const calls: (() => Promise<unknown>)[] = Array.from(
    { length: AT_ONCE - 1 },
    () => () => market.application.client().auth.login({ body }),
  );
  calls.splice((round * 4) % AT_ONCE, 0, act);
  const outcomes = await Promise.allSettled(calls.map((call) => call()));
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as { status: number }] : []));
}

onServerOnly('the embedded engine has one session', () => {
  it('a change of the password among twenty sign-ins leaves none of the old password', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const customer = await market.registerCustomer();
      const [own] = await liveSessions(customer);
      const refusals = await amidstSignIns(customer, round, () =>
        customer.client.auth.changePassword({ body: { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD } }),
      );
      for (const refusal of refusals) expect([401, 409]).toContain(refusal.status);
      expect(await liveSessions(customer)).toEqual([own]);
    }
  }, 120_000);

  it('a verification among twenty sign-ins makes the guard active', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const guard = await market.registerGuard();
      const { papersVersion } = await guard.client.guards.replaceMe({ body: market.profile() });
      const refusals = await amidstSignIns(guard, round, () =>
        admin.client.admin.verifyGuard({
          params: { userId: guard.id },
          body: { papersVersion, reason: 'papers seen' },
        }),
      );
      expect(refusals).toEqual([]);
      expect(await accountOf(guard)).toMatchObject({ status: 'active' });
    }
  }, 120_000);
});
