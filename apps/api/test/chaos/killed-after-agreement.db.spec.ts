import { fileURLToPath } from 'node:url';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openPool } from '../../database/spec-support/test-data-source.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from '../test-database.js';
import { BookingStory } from './booking-story.js';
import { addPerson } from './chaos-people.js';
import type { BookingPlan } from './chaos-plan.js';
import { Patience } from './patience.js';
import { openScene, type Scene } from './scene.js';
import { Story } from './story.js';
import { WorkDone } from './work-done.js';

/** Made by the compiler: the process that is killed runs what production runs. */
const SERVER = fileURLToPath(new URL('../../dist/test/chaos/server.js', import.meta.url));
const LIMIT_MS = 300_000;
const SOON = { timeout: 120_000, interval: 100 };
const RATE_CENTS = 2000;
const PLAN: BookingPlan = {
  ...{ story: 'worked', hours: 1, hourlyRateCents: RATE_CENTS, refunds: [], isGuardReady: true },
  ...{ asks: 'nothing', tipCents: 0, contest: null, owner: null, refundFate: 'at_once' },
};

onServerOnly('the embedded engine dies with the process that is killed', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let scene: Scene;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await openPool(database, 2);
    const { host, port, user, password, database: name } = database;
    const databaseUrl = `postgres://${user}:${encodeURIComponent(password ?? '')}@${host}:${port}/${name}`;
    scene = await openScene({ seed: 1, databaseUrl, serverFile: SERVER });
  }, LIMIT_MS);
  afterAll(async () => {
    await scene.stop();
    await dataSource.destroy();
    await database.drop();
  });

  const chargesOf = (jobId: string): number[] =>
    scene.double
      .books()
      .charges.filter((charge) => charge.transfer_group === jobId)
      .map((charge) => charge.amount_captured)
      .filter((amount) => amount > 0);

  const hoursRowsOf = (jobId: string): Promise<{ status: string }[]> =>
    dataSource.query(
      `SELECT status FROM payments WHERE job_id = $1 AND payment_type = 'charge' AND purpose = 'hours'`,
      [jobId],
    );

  /** Worked half an hour longer than the hour that was booked and charged; the guard has asked for it. */
  async function asked() {
    const { baseUrl, double, browser } = scene;
    const [customer, guard, admin] = await Promise.all(
      (['customer', 'guard', 'admin'] as const).map((role) => addPerson(dataSource, baseUrl, role)),
    );
    if (!customer || !guard || !admin) throw new Error('somebody is missing');
    const story = new Story(PLAN);
    const patience = new Patience(story, new WorkDone(), AbortSignal.timeout(LIMIT_MS));
    const stage = { plan: PLAN, cast: { customer, guard, admin }, patience, story, dataSource, double, browser };
    const { jobId } = await new BookingStory(stage).play();
    await vi.waitFor(() => expect(chargesOf(jobId)).toEqual([RATE_CENTS]), SOON);
    const body = { kind: 'beyond_end' as const, workedMinutes: 90, reason: 'They asked me to stay' };
    const { id } = await guard.client.hours.ask({ params: { id: jobId }, body });
    return { jobId, agree: () => customer.client.hours.agree({ params: { id } }) };
  }

  const paidOnce = (jobId: string): Promise<void> =>
    vi.waitFor(async () => {
      expect(await hoursRowsOf(jobId)).toEqual([{ status: 'succeeded' }]);
      expect(chargesOf(jobId).sort()).toEqual([RATE_CENTS / 2, RATE_CENTS]);
    }, SOON);

  describe('a server that is killed after the hours were agreed to', () => {
    it.each(['timeout_before', 'timeout_after'] as const)(
      'while the card is asked (%s) charges exactly once',
      async (kind) => {
        const { jobId, agree } = await asked();
        scene.double.faults.add({ kind, operation: 'POST /v1/payment_intents', probability: 1 });
        await agree();
        await vi.waitFor(async () => expect(await hoursRowsOf(jobId)).toHaveLength(1), SOON);
        await scene.server.kill();
        scene.double.faults.clear();
        await scene.server.start();
        await paidOnce(jobId);
      },
      LIMIT_MS,
    );

    it(
      'with the answer, before anything was done about it, charges exactly once',
      async () => {
        const { jobId, agree } = await asked();
        await agree();
        await scene.server.kill();
        await scene.server.start();
        await paidOnce(jobId);
      },
      LIMIT_MS,
    );
  });
});
