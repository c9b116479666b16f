import { type AddressInfo, Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isFilled, seedDatabase } from '../../database/seed/seed.js';
import { createApplication } from '../application.js';
import { Health } from '../features/operations/health.js';
import { Metrics } from '../features/operations/metrics.js';
import { mapArchiveProblem } from '../features/web/map-archive-check.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { RequestsUnderway } from '../platform/http/overload/requests-underway.js';
import { withKeys } from '../platform/crypto/embedded-keys.js';
import { KeyRotation } from '../platform/crypto/key-rotation.js';
import { migrate, pendingMigrations, refuseNewerSchema } from '../platform/database/migrations.js';
import { sendFigures } from '../platform/figures/send-figures.js';
import { Platform } from '../platform/platform.js';
import { startTracing } from '../platform/tracing/start-tracing.js';
import { adviceOf } from './advice.js';
import { prepareDataDirectory } from './data-directory.js';
import { listen } from './listen.js';
import { openDatabase, type OpenDatabase, type Progress } from './open-database.js';
import { claimOwnDouble, refuseForeignPayments } from './own-double.js';
import { connectPaymentProvider } from './payment-provider.js';
import { refuseUnfitSessions } from './unfit-sessions.js';

export interface RunningServer {
  url: string;
  embedded: boolean;
  /** Not ready first, then requests under way (see RequestsUnderway), queue, payment provider and database, in this order. */
  stop(): Promise<void>;
  /** Stops as well, and takes no new connection while it does: others listen on the same port. */
  leave(): Promise<void>;
}

/** Everything from configuration to an open port. @param clock another than that of the machine, of a server that is tried out */
export async function startServer(given: Config, progress: Progress, clock = new Clock()): Promise<RunningServer> {
  const opened: { close(): Promise<void> }[] = [];
  try {
    prepareDataDirectory(given);
    const tracing = await startTracing(given.otlp);
    const complete = withKeys(given);
    for (const sentence of [...given.unknownSettings, ...given.standIns]) progress(sentence);
    const [database, provider] = await Promise.all([openDatabase(given, progress), connectPaymentProvider(given)]);
    opened.push(database, provider, tracing);
    // Before a session keeps anything: of one that is lent by a pooler nobody says which is asked to give it back.
    if (!database.embedded) await refuseUnfitSessions(complete, database.dataSource);
    opened.unshift(await claimOwnDouble(given, database));
    const config: Config = { ...complete, stripe: provider.access };
    await prepare(config, database, progress);
    await refuseForeignPayments(given, database, provider.access);
    const app = await createApplication(config, database.dataSource, clock);
    opened.unshift(app);
    await app.get(KeyRotation).refuseWrongKeys();
    // Read a last time at the end, while there is something to be read.
    opened.unshift(await sendFigures(config.otlp, app.get(Metrics).figures));
    await listen(app, config);
    const noStreets = await mapArchiveProblem(config.map.tiles);
    const { complaints } = app.get(Platform).replicas;
    for (const sentence of [...adviceOf(config), ...complaints, ...(noStreets === null ? [] : [noStreets])])
      progress(sentence);
    const url = urlOf(app, config.host);
    provider.sendEventsTo(url);
    return { url, embedded: database.embedded, stop: () => stop(app, opened), leave: () => leave(app, opened) };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** The embedded database is always brought up to date and filled; a server's only by its operator's command. */
async function prepare(config: Config, database: OpenDatabase, progress: Progress): Promise<void> {
  if (!database.embedded) return refuseOldSchema(database);
  const pending = await pendingMigrations(database.dataSource);
  if (pending.length > 0) progress(`Applying ${pending.length} migrations`);
  await migrate(database.dataSource);
  if (await isFilled(database.dataSource)) return;
  progress('Filling in the demo accounts and jobs');
  await seedDatabase(config, database.dataSource);
}

/** @throws when the schema is older or newer than this program. */
async function refuseOldSchema({ dataSource }: OpenDatabase): Promise<void> {
  await refuseNewerSchema(dataSource);
  const pending = await pendingMigrations(dataSource);
  if (pending.length > 0)
    throw new Error(`The database lacks ${pending.length} migrations. Run "npm run db -- migrate" first.`);
}

async function stop(app: NestFastifyApplication, opened: { close(): Promise<void> }[]): Promise<void> {
  app.get(Health).stop();
  app.get(RequestsUnderway).leave();
  await delay(app.get(Config).stopDelayMs);
  await closeAll(opened);
}

/**
 * Whoever is connected gets an answer and is asked to connect anew, to those who stay: a connection that is cut while a request
 * is on its way is a request refused. Who asks nothing in STOP_DELAY_MS is cut. Not Node's own `close` of an HTTP server, which
 * cuts at once those who are between two requests.
 */
async function leave(app: NestFastifyApplication, opened: { close(): Promise<void> }[]): Promise<void> {
  app.get(Health).stop();
  app.get(RequestsUnderway).leave();
  const server = app.getHttpServer() as Server;
  const gone = new Promise((resolve) => Server.prototype.close.call(server, resolve));
  await Promise.race([gone, delay(app.get(Config).stopDelayMs)]);
  await closeAll(opened);
}

async function closeAll(opened: { close(): Promise<void> }[]): Promise<void> {
  for (const part of opened) await part.close();
}

function urlOf(app: NestFastifyApplication, host: string): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
