import { afterAll, beforeAll, expect, it } from 'vitest';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { DueErasures } from '../../privacy/erasure/due-erasures.js';
import { DAY_MS } from '../../../platform/clock/duration.js';

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());

const because = { reason: 'because of the test' };
const anybody = () => market.application.client();
const login = ({ email }: Person) => anybody().auth.login({ body: { email, password: PASSWORD } });
const suspend = ({ id }: Person) => admin.client.admin.suspendUser({ params: { id }, body: because });
const reinstate = ({ id }: Person) => admin.client.admin.reinstateUser({ params: { id }, body: because });
const listed = async ({ id }: Person) =>
  (await admin.client.admin.users({ query: { limit: 100 } })).items.find((user) => user.id === id);

async function closed(): Promise<Person> {
  admin = await market.admin();
  const person = await market.registerCustomer();
  await person.client.users.eraseMe();
  return person;
}

/** What the refusal of a sign-in offers to who comes back. */
const cancelToken = (person: Person): Promise<string> =>
  login(person).then(
    () => Promise.reject(new Error('the account is not closed')),
    (refusal: { facts?: { cancelToken?: string } }) => refusal.facts?.cancelToken ?? '',
  );
const keep = (token: string) => anybody().auth.cancelErasure({ body: { token } });

it('a closed account is seen by administrators until it is erased: listed, searched and opened', async () => {
  const person = await closed();
  expect(await listed(person)).toMatchObject({ status: 'inactive', statusBeforeClosing: 'active' });
  const { people } = await admin.client.desk.search({ query: { words: person.email } });
  expect(people.map(({ id }) => id)).toEqual([person.id]);
  const { user } = await admin.client.desk.person({ params: { id: person.id } });
  expect(user.erasureDueAt).not.toBeNull();
});

it('closing an account shields nobody from a suspension, and brings nobody back in', async () => {
  const person = await closed();
  const token = await cancelToken(person);
  expect(await suspend(person)).toMatchObject({ status: 'inactive', statusBeforeClosing: 'suspended' });
  await expect(suspend(person)).rejects.toMatchObject({ status: 409, code: 'already_suspended' });
  await expect(login(person)).rejects.toMatchObject({ status: 403, code: 'account_suspended' });
  await expect(keep(token)).rejects.toMatchObject({ status: 403, code: 'suspended_stays_closed' });
});

it('a closed account whose suspension is lifted comes back as what it was', async () => {
  const person = await closed();
  await suspend(person);
  expect(await reinstate(person)).toMatchObject({ status: 'inactive', statusBeforeClosing: 'active' });
  await expect(reinstate(person)).rejects.toMatchObject({ status: 409, code: 'not_suspended' });
  const { user } = await keep(await cancelToken(person));
  expect(user).toMatchObject({ id: person.id, status: 'active' });
});

it('who is erased is there for nobody', async () => {
  const person = await closed();
  await suspend(person);
  market.clock.move(31 * DAY_MS);
  expect(await market.application.app.get(DueErasures).run()).toMatchObject({ failed: 0 });
  admin = await market.admin();
  expect(await listed(person)).toBeUndefined();
  await expect(reinstate(person)).rejects.toMatchObject({ status: 404, code: 'not_found' });
});
