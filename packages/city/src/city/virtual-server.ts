import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createApplication } from '@aegis/api/dist/src/application.js';
import { SessionsService } from '@aegis/api/dist/src/features/identity/sessions/sessions.service.js';
import { BATCH_CLOSES } from '@aegis/api/dist/src/features/matching/search/batch-dispatch.js';
import { Clock } from '@aegis/api/dist/src/platform/clock/clock.js';
import { readConfig } from '@aegis/api/dist/src/platform/config/config.js';
import { newKeyEntry } from '@aegis/api/dist/src/platform/crypto/embedded-keys.js';
import { migrate } from '@aegis/api/dist/src/platform/database/migrations.js';
import { Deadlines } from '@aegis/api/dist/src/platform/queue/deadlines.js';
import { EventQueue } from '@aegis/api/dist/src/platform/queue/event-queue.js';
import { type Client, createClient } from '@aegis/client';
import { API_BASE_PATH, api } from '@aegis/contract';
import { startStripeDouble } from '@aegis/stripe-double';
import { openThrowAwayDatabase, type ThrowAwayDatabase } from './throw-away-database.js';

/** Stands still until it is set: whatever the machine does meanwhile takes no time in the city. */
class StillClock extends Clock {
  private moment: Date;

  constructor(beginning: Date) {
    super();
    this.moment = beginning;
  }

  override now(): Date {
    return new Date(this.moment);
  }

  set(moment: Date): void {
    this.moment = moment;
  }
}

const ACCESS = { secretKey: 'sk_test_city', publishableKey: 'pk_test_city', webhookSecret: 'whsec_city' };
const POLL_MS = 2;
/** An event that fails for good must not hold the city up for ever. */
const PATIENCE_MS = 60_000;

/** The whole application on a database of its own and on a clock that the simulation sets. */
export class VirtualServer {
  /** That the simulation has asked for itself. */
  questions = 0;

  private constructor(
    readonly baseUrl: string,
    private readonly database: Pick<ThrowAwayDatabase, 'engine' | 'pid'>,
    private readonly clock: StillClock,
    private readonly deadlines: Deadlines,
    private readonly queue: EventQueue,
    /** A client for the administrator, who cannot register. */
    readonly admin: Client,
    private readonly closing: (() => Promise<void>)[],
  ) {}

  static async start(beginning: Date): Promise<VirtualServer> {
    const database = await openThrowAwayDatabase();
    const { dataSource } = database;
    await migrate(dataSource);
    const double = await startStripeDouble({ savedTestCard: true, seed: 1 });
    const clock = new StillClock(beginning);
    const stripe = { ...ACCESS, server: { host: double.host, port: double.port } };
    const dataDir = mkdtempSync(join(tmpdir(), 'aegis-city-'));
    const settings = {
      LOG_LEVEL: 'error',
      RATE_LIMITS: 'off',
      NEW_CUSTOMER_OPEN_JOBS: '100000',
      AEGIS_DATA_DIR: dataDir,
      ENCRYPTION_KEYS: newKeyEntry('city'),
    };
    const app = await createApplication({ ...readConfig(settings), stripe }, dataSource, clock);
    const deadlines = app.get(Deadlines);
    await deadlines.stop();
    await app.listen(0, '127.0.0.1');
    const baseUrl = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    double.setWebhookEndpoint({
      url: baseUrl + API_BASE_PATH + api.payments.webhook.path,
      secret: ACCESS.webhookSecret,
    });
    const adminId = randomUUID();
    await dataSource.query(
      `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
       VALUES ($1, 'admin@city.example', 'none', 'City', 'Admin', 'admin', 'active')`,
      [adminId],
    );
    const { token } = await app.get(SessionsService).open(adminId, 'city', null);
    const closing = [
      () => double.close(),
      () => app.close(),
      () => database.close(),
      () => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })),
    ];
    const admin = createClient({ baseUrl, token });
    return new VirtualServer(baseUrl, database, clock, deadlines, app.get(EventQueue), admin, closing);
  }

  get engine(): string {
    return this.database.engine;
  }

  /** Null where the database is this process. */
  get databasePid(): number | null {
    return this.database.pid;
  }

  get now(): Date {
    return this.clock.now();
  }

  goTo(moment: Date): void {
    if (moment > this.clock.now()) this.clock.set(moment);
  }

  /** When the application wants to look at something again. */
  nextDeadline(): Promise<Date | null> {
    this.questions++;
    return this.deadlines.next();
  }

  /**
   * Lets everything happen that is due, one deadline after the other with all that follows from it. Gives the jobs that
   * may have changed; null when it may be any.
   */
  async actOnDeadlines(): Promise<string[] | null> {
    const jobIds = new Set<string>();
    let isAny = false;
    for (let fired = await this.deadlines.fireOne(); fired; fired = await this.deadlines.fireOne()) {
      if (fired.kind === BATCH_CLOSES.name) isAny = true;
      jobIds.add(fired.subjectId);
      await this.settle();
    }
    return isAny ? null : [...jobIds];
  }

  isQuiet(): Promise<boolean> {
    this.questions++;
    return this.queue.isQuiet();
  }

  /** Until every event has been taken up and worked off. */
  async settle(): Promise<void> {
    const patience = Date.now() + PATIENCE_MS;
    while (!(await this.isQuiet())) {
      if (Date.now() > patience) throw new Error('events are not worked off');
      await delay(POLL_MS);
    }
  }

  async close(): Promise<void> {
    for (const close of this.closing) await close();
  }
}
