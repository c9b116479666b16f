import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { dumpOfEverything, foundIn, playFullHistory } from '../../../../test/full-history.js';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../platform/clock/duration.js';
import { Database } from '../../../platform/database/database.js';
import { DueErasures } from './due-erasures.js';
import { ERASURE_STEPS } from './erasure-steps.js';
import { ErasureInSteps } from './erasure-in-steps.js';
import { PersonEraser } from './person-eraser.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ CHECK_IN_EARLY_MINUTES: '30' });
});
afterAll(() => market.close());

const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  market.application.dataSource.query<Row[]>(sql, values);
const run = () => market.application.app.get(DueErasures).run();

const requestOf = async (userId: string): Promise<{ id: string; status: string; steps: string[]; outcome: object }> => {
  const [row] = await query<{ id: string; status: string; steps: string[]; outcome: object }>(
    `SELECT id, status::text, steps_done AS steps, outcome FROM privacy_requests WHERE user_id = $1 AND kind = 'erasure'`,
    [userId],
  );
  if (!row) throw new Error('there is no request');
  return row;
};

/** Whoever writes to the table of the person's rows is stopped, as one who is killed: the transaction is lost. */
async function breakAt(table: string): Promise<() => Promise<void>> {
  await query(`CREATE OR REPLACE FUNCTION break_down() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'broken down'; END $$`);
  await query(`CREATE TRIGGER a_break_down BEFORE UPDATE OR DELETE ON ${table}
    FOR EACH ROW EXECUTE FUNCTION break_down()`);
  return async () => void (await query(`DROP TRIGGER a_break_down ON ${table}`));
}

const isErased = async (id: string): Promise<boolean> =>
  (await query<{ erased: boolean }>(`SELECT erased_at IS NOT NULL AS erased FROM users WHERE id = $1`, [id]))[0]
    ?.erased === true;

const untilErased = (id: string): Promise<void> =>
  vi.waitFor(
    async () => {
      await run();
      expect(await isErased(id)).toBe(true);
    },
    { timeout: 20_000, interval: 50 },
  );

/** With rows of their own in every table that is broken. */
async function closedCustomer(): Promise<{ customer: Person; title: string }> {
  const [customer, title] = [await market.registerCustomer(), `Gate ${randomUUID()}`];
  const job = await market.book(customer, { location: market.newPlace(), title });
  await market.told(customer, job, 'hold.placed');
  await customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'no' } });
  // The hold may still be on its way back.
  await vi.waitFor(() => customer.client.users.eraseMe(), { timeout: 20_000, interval: 50 });
  return { customer, title };
}

it('an erasure that breaks off goes on where it was, wherever that is, and nobody is called erased before', async () => {
  const { customer, title } = await closedCustomer();
  market.clock.move(31 * DAY_MS);
  for (const table of ['jobs', 'users']) {
    const mend = await breakAt(table);
    expect((await run()).erased, table).toBe(0);
    expect(await isErased(customer.id), table).toBe(false);
    await mend();
    market.clock.move(HOUR_MS + MINUTE_MS);
  }
  const broken = await requestOf(customer.id);
  expect(broken).toMatchObject({ status: 'pending', outcome: { jobs: { changed: 1 } } });
  // All but the last are taken, and are not taken again.
  expect(broken.steps).toEqual(ERASURE_STEPS.slice(0, -1).map(({ name }) => name));
  // The schedule of the application may come first.
  await untilErased(customer.id);
  expect(foundIn(await dumpOfEverything(market), [customer.email, title])).toEqual([]);
  expect(await requestOf(customer.id)).toMatchObject({ status: 'done', outcome: { users: { changed: 1 } } });
  const told = await query(`SELECT FROM audit_log WHERE action = 'privacy.erased' AND subject_id = $1`, [customer.id]);
  expect(told).toHaveLength(1);
});

/** Every row of a table, without the time of its last change. */
async function rowsOf(table: string): Promise<string[]> {
  const rows = await query<{ row: string }>(
    `SELECT (to_jsonb(t) - 'updated_at' - 'erased_at')::text AS row FROM ${table} t`,
  );
  return rows.map(({ row }) => row).sort();
}

it('a step that is taken twice changes nothing the second time', async () => {
  market.clock.set(new Date());
  const { customer, guard } = await playFullHistory(market);
  const { app } = market.application;
  const [eraser, database] = [app.get(PersonEraser), app.get(Database)];
  const ids = [customer.person.id, guard.person.id];
  await query(`UPDATE users SET deleted_at = now(), status = 'inactive' WHERE id = ANY ($1::uuid[])`, [ids]);
  for (const { person } of [customer, guard])
    for (const step of ERASURE_STEPS) {
      await database.transaction(() => eraser.take(step, person.id));
      const once = await rowsOf(step.table);
      await database.transaction(() => eraser.take(step, person.id));
      expect(
        await rowsOf(step.table),
        `${step.name} of a ${person === customer.person ? 'customer' : 'guard'}`,
      ).toEqual(once);
    }
});

it('a process that ends leaves the rest to another, which need not wait', async () => {
  market.clock.set(new Date());
  const person = await market.registerCustomer();
  await person.client.users.eraseMe();
  const { id } = await requestOf(person.id);
  await query(`UPDATE privacy_requests SET due_at = requested_at WHERE id = $1`, [id]);
  let asked = 0;
  const around = { isEnding: () => asked++ >= 3, finish: () => Promise.reject(new Error('this is not the end')) };
  expect(await market.application.app.get(ErasureInSteps).carryOn({ id, userId: person.id }, around)).toBe(false);
  expect((await requestOf(person.id)).steps).toHaveLength(3);
  await untilErased(person.id);
});

it('a request that is taken back in between is not carried on', async () => {
  const person = await market.registerCustomer();
  await person.client.users.eraseMe();
  const { id } = await requestOf(person.id);
  await query(`UPDATE privacy_requests SET status = 'cancelled', finished_at = now() WHERE id = $1`, [id]);
  const around = { isEnding: () => false, finish: () => Promise.reject(new Error('this is not the end')) };
  expect(await market.application.app.get(ErasureInSteps).carryOn({ id, userId: person.id }, around)).toBe(false);
  expect(await isErased(person.id)).toBe(false);
});

it('a guard whose last job has ended a moment ago, and who is not free again yet, can leave', async () => {
  const guard = await market.verifiedGuard();
  await query(`UPDATE guard_profiles SET availability_status = 'busy', back_to = 'available' WHERE user_id = $1`, [
    guard.id,
  ]);
  await guard.client.users.eraseMe();
  expect(
    await query(`SELECT availability_status AS status, back_to FROM guard_profiles WHERE user_id = $1`, [guard.id]),
  ).toEqual([{ status: 'offline', back_to: null }]);
});
