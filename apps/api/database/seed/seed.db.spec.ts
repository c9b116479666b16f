import { afterAll, beforeAll, expect, it } from 'vitest';
import Stripe from 'stripe';
import { STRIPE, TestApplication } from '../../test/test-application.js';
import { Config } from '../../src/platform/config/config.js';
import { Deadlines } from '../../src/platform/queue/deadlines.js';
import { isFilled, seedDatabase } from './seed.js';

let application: TestApplication;

beforeAll(async () => {
  application = await TestApplication.start();
  // What is played is of days ago: the deadlines of an application that serves beside it would end its offers.
  await application.app.get(Deadlines).stop();
});
afterAll(() => application.close());

const seed = () => seedDatabase(application.app.get(Config), application.dataSource);
const query = <Row>(text: string): Promise<Row[]> => application.dataSource.query<Row[]>(text);
const states = async (): Promise<string[]> =>
  (await query<{ status: string }>(`SELECT status FROM jobs ORDER BY status::text`)).map(({ status }) => status);
const everything = (): Promise<object[]> =>
  query(`SELECT to_jsonb(u) AS person, (SELECT jsonb_agg(j ORDER BY j.id) FROM jobs j WHERE j.customer_id = u.id) AS jobs
         FROM users u ORDER BY u.id`);

it('a new database is filled once, with a job of each end', async () => {
  expect(await isFilled(application.dataSource)).toBe(false);
  expect(await seed()).toMatchObject({ created: true });
  expect(await states()).toEqual(['cancelled', 'completed', 'matched', 'requested']);
  expect(await isFilled(application.dataSource)).toBe(true);
  const before = await everything();
  expect(await seed()).toMatchObject({ created: false });
  expect(await everything()).toEqual(before);
});

it('a database is filled also when nothing but its people remembers it', async () => {
  await query(`DELETE FROM scheduled_runs`);
  expect(await isFilled(application.dataSource)).toBe(true);
});

it('a filling that was broken off goes on with what is missing', async () => {
  await query(`UPDATE users SET email = 'somebody@else.example' WHERE email = 'guard.chen@aegis.demo'`);
  await query(`UPDATE jobs SET title = 'Something else' WHERE title = 'Visit of a delegation'`);
  await query(`INSERT INTO scheduled_runs (task, slot, started_at) VALUES ('seed', to_timestamp(0), now())`);
  expect(await isFilled(application.dataSource)).toBe(false);
  expect(await seed()).toMatchObject({ created: true });
  expect(await states()).toEqual(['cancelled', 'completed', 'matched', 'requested', 'requested']);
  expect(await query(`SELECT 1 FROM users WHERE email = 'guard.chen@aegis.demo'`)).toHaveLength(1);
  expect(await isFilled(application.dataSource)).toBe(true);
});

it('jobs are held on a test card also where the provider has given the customer none', async () => {
  const { host, port } = application.stripe;
  const stripe = new Stripe(STRIPE.secretKey, { host, port, protocol: 'http', telemetry: false });
  const [known] = await query<{ customer: string }>(
    `SELECT stripe_customer_id AS customer FROM users WHERE email = 'customer@aegis.demo'`,
  );
  const { data } = await stripe.customers.listPaymentMethods(known?.customer ?? '');
  for (const { id } of data) await stripe.paymentMethods.detach(id);
  await query(`UPDATE jobs SET title = 'Something else' WHERE title = 'Concert evening'`);
  expect(await seed()).toMatchObject({ created: true });
  expect(await states()).toEqual(['cancelled', 'completed', 'completed', 'matched', 'requested', 'requested']);
});

it('nothing is played between people of whom one has left', async () => {
  await query(`UPDATE users SET status = 'suspended' WHERE email = 'guard.brooks@aegis.demo'`);
  await query(`UPDATE jobs SET title = 'Something else' WHERE title = 'Visit of a delegation'`);
  expect(await seed()).toMatchObject({ created: false });
  expect(await states()).toHaveLength(6);
});
