import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { type Client, createClient } from '@aegis/client';
import { api, API_BASE_PATH } from '@aegis/contract';
import { startStripeDouble, type StripeDouble } from '@aegis/stripe-double';
import { createApplication } from '../src/application.js';
import { MovableClock } from '../src/platform/clock/clock.js';
import { readConfig, type StripeAccess } from '../src/platform/config/config.js';
import { newKeyEntry } from '../src/platform/crypto/embedded-keys.js';
import type { Connection } from '../src/platform/database/connection.js';
import { applicationDataSource } from '../src/startup/application-data-source.js';
import { setSessionsByRole } from './sessions-by-role.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** Variables as the operator would set them; the rules of the market among them. */
export type Settings = Record<string, string>;

/** Another way to the database than straight, made before anybody goes it. */
export type Reach = (database: TestDatabase) => Promise<Partial<Connection>>;

export const CONNECT_SECRET = 'whsec_connected';

/** Test keys, also for who signs an event in person. */
export const STRIPE: StripeAccess = {
  connectWebhookSecret: CONNECT_SECRET,
  secretKey: 'sk_test_application',
  publishableKey: 'pk_test_application',
  webhookSecret: 'whsec_application',
};

/** Fewer than the twenty at once of a race: some of them wait for a connection, as on a busy day. */
const POOL_SIZE = 8;
const STATEMENT_TIMEOUT_MS = 15_000;

/** Straight; in the project `pgbouncer` by way of the pooler. */
const usualReach: Reach = async (database) => {
  if (database.pooledPort === undefined) return {};
  await setSessionsByRole(database, STATEMENT_TIMEOUT_MS);
  return { port: database.pooledPort, pooled: true };
};

/**
 * The whole application, listening, on a database of its own, with the Stripe double beside it and a clock that is moved by
 * the test. One for a file: it takes seconds to start.
 */
export class TestApplication {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly dataSource: DataSource,
    readonly clock: MovableClock,
    readonly stripe: StripeDouble,
    readonly database: TestDatabase,
    /** What the application writes to files: mails among them. */
    readonly dataDir: string,
    private readonly settings: Settings,
  ) {}

  /** @param reach what is different of the way to the database */
  static async start(settings: Settings = {}, reach: Reach = () => Promise.resolve({})): Promise<TestApplication> {
    const database = await createTestDatabase();
    const embedded = database.engine === 'embedded';
    const connection = { ...database, embedded, poolSize: POOL_SIZE, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
    const dataSource = await applicationDataSource({
      ...connection,
      ...(await usualReach(database)),
      ...(await reach(database)),
    }).initialize();
    const stripe = await startStripeDouble({ savedTestCard: true, seed: 7 });
    const server = { host: stripe.host, port: stripe.port };
    const dataDir = mkdtempSync(join(tmpdir(), 'aegis-data-'));
    const defaults = {
      ...{ LOG_LEVEL: 'silent', AEGIS_DATA_DIR: dataDir, ENCRYPTION_KEYS: newKeyEntry('test') },
      // One customer books for a whole file of tests.
      NEW_CUSTOMER_OPEN_JOBS: '100000',
    };
    const given = { ...defaults, ...settings };
    const config = { ...readConfig(given), stripe: { ...STRIPE, server } };
    const clock = new MovableClock();
    const app = await createApplication(config, dataSource, clock);
    await app.listen(0, '127.0.0.1');
    const application = new TestApplication(app, dataSource, clock, stripe, database, dataDir, given);
    const base = application.baseUrl + API_BASE_PATH;
    stripe.setWebhookEndpoint({
      url: base + api.payments.webhook.path,
      secret: STRIPE.webhookSecret,
      connect: { url: base + api.payments.connectWebhook.path, secret: CONNECT_SECRET },
    });
    return application;
  }

  /** A second process of the same market, as far as one process can be two: everything but the database, the keys and the files is its own. */
  async another(settings: Settings = {}): Promise<TestApplication> {
    const server = { host: this.stripe.host, port: this.stripe.port };
    const given = { ...this.settings, ...settings };
    const config = { ...readConfig(given), stripe: { ...STRIPE, server } };
    const app = await createApplication(config, this.dataSource, this.clock);
    await app.listen(0, '127.0.0.1');
    const { dataSource, clock, stripe, database, dataDir } = this;
    return new TestApplication(app, dataSource, clock, stripe, database, dataDir, given);
  }

  get port(): number {
    return (this.app.getHttpServer().address() as AddressInfo).port;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A client that speaks for the holder of `token`, or for nobody. */
  client(token: string | null = null): Client {
    return createClient({ baseUrl: this.baseUrl, token });
  }

  async close(): Promise<void> {
    await this.stripe.close();
    await this.app.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
