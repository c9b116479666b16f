import { randomUUID } from 'node:crypto';
import { mkdirSync, openAsBlob, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { ENGINE_EXTENSIONS } from './engine-extensions.js';
import type { EngineCommand, EngineReport, EngineStart } from './engine-messages.js';
import { WireServer } from './wire-server.js';

/**
 * The thread PGlite runs in: a query holds its thread until it has ended (15 s at the first start), and in the main thread
 * no request would be answered meanwhile.
 */

const start = workerData as EngineStart;

function report(message: EngineReport): void {
  parentPort?.postMessage(message);
}

function fail(error: unknown): void {
  report({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}

async function openDatabase(): Promise<PGlite> {
  const template = start.template === null ? undefined : await openAsBlob(start.template);
  const database = await PGlite.create({
    dataDir: start.dataDir ?? 'memory://',
    extensions: ENGINE_EXTENSIONS,
    loadDataDir: template,
  });
  if (start.isNew && start.template === null) {
    for (const name of Object.keys(ENGINE_EXTENSIONS)) await database.exec(`CREATE EXTENSION ${name}`);
    await database.exec('CHECKPOINT');
  }
  return database;
}

/** The tarball appears under its name when it is whole: two processes may write it, and a third may be reading. */
async function dump(database: PGlite, file: string): Promise<void> {
  try {
    const tarball = await database.dumpDataDir('gzip');
    const draft = `${file}.${randomUUID()}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, Buffer.from(await tarball.arrayBuffer()));
    renameSync(draft, file);
    report({ kind: 'dumped', file });
  } catch (error) {
    report({ kind: 'not dumped', file, reason: String(error) });
  }
}

/** A checkpoint first: the next opening then has no log to replay. */
async function close(database: PGlite, server: WireServer): Promise<void> {
  await server.stop();
  server.execute('CHECKPOINT');
  await database.close();
  process.exit(0);
}

async function run(): Promise<void> {
  const database = await openDatabase();
  if (start.saveTemplateTo !== null) await dump(database, start.saveTemplateTo);
  const server = new WireServer(database, fail);
  parentPort?.on('message', (command: EngineCommand) => {
    if (command.kind === 'close') return void close(database, server).catch(fail);
    server.execute('CHECKPOINT');
    void dump(database, command.file);
  });
  await server.listen(start.socketPath);
  report({ kind: 'ready' });
}

run().catch(fail);
