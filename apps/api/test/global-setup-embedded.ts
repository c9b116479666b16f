import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { type EmbeddedEngine, openEmbeddedEngine } from '../src/platform/database/embedded/embedded-engine.js';
import { defaultTemplateCache, templateFile } from '../src/platform/database/embedded/engine-template.js';
import { runMigrations } from '../src/platform/database/migrations.js';
import { handOut } from './engine-handout.js';
import './test-engine.js';

const MIGRATIONS = fileURLToPath(new URL('../database/migrations', import.meta.url));

/** Engines in memory for the whole run, one for each worker, begun from a migrated database that is made anew when a migration changes. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const migrated = templateFile(join(defaultTemplateCache(), 'migrated'), migrationsHash());
  const first = await openMigrated(migrated);
  const others = Array.from({ length: project.config.maxWorkers - 1 }, () => openMigrated(migrated));
  const engines = [first, ...(await Promise.all(others))];
  const { port, user, database } = first;
  const handout = await handOut(engines.map(({ host }) => host));
  project.provide('testEngine', { engine: 'embedded', handout: handout.path, port, user, database });
  return async () => {
    handout.close();
    await Promise.all(engines.map((engine) => engine.close()));
  };
}

async function openMigrated(migrated: string): Promise<EmbeddedEngine> {
  const isReady = existsSync(migrated);
  const engine = await openEmbeddedEngine({ dataDir: 'memory', template: isReady ? migrated : undefined });
  if (isReady) return engine;
  const { host, port, user, database } = engine;
  await runMigrations({ host, port, user, database, embedded: true, poolSize: 1 });
  // Those of earlier states: seven megabytes each.
  rmSync(dirname(migrated), { recursive: true, force: true });
  await engine.dumpTemplate(migrated);
  return engine;
}

function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  return hash.digest('hex');
}
