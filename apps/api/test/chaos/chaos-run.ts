import { type AddressInfo, createServer } from 'node:net';
import type { DataSource } from 'typeorm';
import { api, API_BASE_PATH } from '@aegis/contract';
import { seededRandom, startStripeDouble, type StripeDouble } from '@aegis/stripe-double';
import { reconcilerOf } from '../../src/commands/payments/reconciler.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { readConfig } from '../../src/platform/config/config.js';
import { Platform } from '../../src/platform/platform.js';
import { SERVER_SETTINGS } from '../server-settings.js';
import { audit } from './audit.js';
import { BookingStory, openAccount, type Promised } from './booking-story.js';
import { CHAOS_FAULTS } from './chaos-faults.js';
import { addPerson } from './chaos-people.js';
import { type BookingPlan, drawPlans } from './chaos-plan.js';
import { until } from './insist.js';
import { KillableServer } from './killable-server.js';
import { WorkDone } from './work-done.js';

/** Bookings at once: enough that every kill hits some in the middle. */
const LANES = 8;
/** A booking takes about twenty answers: a short run meets some kills as well, a long one not a start for each booking. */
const mostAnswersBetweenKills = (jobs: number): number => Math.min(Math.max(30, jobs), 300);
const KEY = 'sk_test_chaos';
const WEBHOOK_SECRET = 'whsec_chaos';

export interface ChaosOptions {
  jobs: number;
  seed: number;
  /** Of an empty, migrated database that only this run uses. */
  databaseUrl: string;
  dataSource: DataSource;
  /** Compiled `server.js`. */
  serverFile: string;
  say: (line: string) => void;
}

export interface ChaosResult {
  /** Sentences; empty when every rule holds. */
  broken: string[];
  kills: number;
  captured: number;
  refunded: number;
  transferred: number;
}

/** Stripe, and the API in a process of its own that can be killed. */
export interface Scene {
  double: StripeDouble;
  server: KillableServer;
  baseUrl: string;
  stop: () => Promise<void>;
}

export async function openScene({
  seed,
  databaseUrl,
  serverFile,
}: Pick<ChaosOptions, 'seed' | 'databaseUrl' | 'serverFile'>): Promise<Scene> {
  const double = await startStripeDouble({ savedTestCard: true, seed });
  const port = await freePort();
  const server = new KillableServer(serverFile, environmentOf(databaseUrl, port, double.port));
  const baseUrl = `http://127.0.0.1:${port}`;
  double.setWebhookEndpoint({ url: baseUrl + API_BASE_PATH + api.payments.webhook.path, secret: WEBHOOK_SECRET });
  const stop = async (): Promise<void> => {
    await server.kill();
    await double.close();
  };
  await server.start();
  return { double, server, baseUrl, stop };
}

/** A second process of the API beside that of the scene, at the same database and the same Stripe. */
export async function anotherServer(
  { double }: Scene,
  { databaseUrl, serverFile }: Pick<ChaosOptions, 'databaseUrl' | 'serverFile'>,
): Promise<KillableServer> {
  const server = new KillableServer(serverFile, environmentOf(databaseUrl, await freePort(), double.port));
  await server.start();
  return server;
}

/** Books, cancels, works, corrects, tips, contests and refunds while Stripe misbehaves and the API is killed; then counts. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { double, server, baseUrl, stop } = await openScene(options);
  try {
    double.faults.add(...CHAOS_FAULTS);
    const promised = await playAll(options, double, server, baseUrl);
    await comeToRest(options, double, promised);
    // First: it writes down what Stripe keeps of a charge where nobody was told.
    const found = await differences(options.dataSource, double.port);
    const broken = [...(await audit(double, options.dataSource, promised)), ...found];
    const { captured, refunded, transferred } = double.books().sums;
    return { broken, kills: server.kills, captured, refunded, transferred };
  } finally {
    await stop();
  }
}

function environmentOf(databaseUrl: string, port: number, stripePort: number): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '10',
    ...SERVER_SETTINGS,
    PORT: String(port),
    LOG_LEVEL: 'error',
    // Hundreds of people behind one address.
    RATE_LIMITS: 'off',
    STRIPE_SECRET_KEY: KEY,
    STRIPE_PUBLISHABLE_KEY: 'pk_test_chaos',
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    CHAOS_STRIPE_PORT: String(stripePort),
    // The sweep runs beside everything else all the time, instead of every five minutes.
    PAYMENT_SWEEP_SECONDS: '2',
    PAYMENT_UNKNOWN_AFTER_SECONDS: '3',
  };
}

async function playAll(
  { jobs, seed, dataSource, say }: ChaosOptions,
  double: StripeDouble,
  server: KillableServer,
  baseUrl: string,
): Promise<Promised[]> {
  const admin = await addPerson(dataSource, baseUrl, 'admin');
  const [over, work] = [new AbortController(), new WorkDone()];
  const killer = server.killAgainAndAgain(seededRandom(seed + 1), work, mostAnswersBetweenKills(jobs), over.signal);
  const play = async (plan: BookingPlan): Promise<Promised> => {
    const customer = await addPerson(dataSource, baseUrl, 'customer');
    const guard = await addPerson(dataSource, baseUrl, 'guard');
    return new BookingStory(plan, { customer, guard, admin }, dataSource, double, work).play();
  };
  try {
    return await Promise.race([inLanes(drawPlans(jobs, seed), play, say), killer.then(() => [])]);
  } finally {
    over.abort();
    await killer;
  }
}

async function inLanes(
  plans: readonly BookingPlan[],
  play: (plan: BookingPlan) => Promise<Promised>,
  say: (line: string) => void,
): Promise<Promised[]> {
  const promised: Promised[] = [];
  const queue = plans.values();
  const lane = async (): Promise<void> => {
    for (const plan of queue) {
      promised.push(await play(plan));
      if (promised.length % 50 === 0) say(`${promised.length} bookings played`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return promised;
}

/** No faults any more, what was late arrives, every guard opens their account: from here on all must settle by itself. */
async function comeToRest(
  { dataSource, say }: ChaosOptions,
  double: StripeDouble,
  promised: readonly Promised[],
): Promise<void> {
  double.faults.clear();
  await double.flushWebhooks();
  for (const { guard, plan } of promised)
    if (!plan.isGuardReady) await openAccount(guard, dataSource, double, new WorkDone());
  say('waiting for everything to settle');
  await until(
    'rest',
    () =>
      dataSource.query<{ jobId: string }[]>(
        `SELECT job.id AS "jobId", money.* FROM jobs job LEFT JOIN job_money money ON money.job_id = job.id
         WHERE is_under_way OR held_cents > 0 OR guard_owed_cents > 0 OR captured_cents < due_amount_cents
            OR due_amount_cents > 0 AND money.job_id IS NULL`,
      ),
    (unsettled) => unsettled.length === 0,
    new WorkDone(),
  );
}

/** The operator's own command finds nothing either. */
async function differences(dataSource: DataSource, stripePort: number): Promise<string[]> {
  const stripe = {
    secretKey: KEY,
    publishableKey: 'pk_test_chaos',
    webhookSecret: WEBHOOK_SECRET,
    server: { host: '127.0.0.1', port: stripePort },
  };
  const { reconcile } = reconcilerOf(new Platform({ ...readConfig({}), stripe }, dataSource, new Clock()));
  const found = await reconcile.run(1, { freshMs: 0 });
  return found.differences.map((difference) => `reconciliation: ${JSON.stringify(difference)}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
