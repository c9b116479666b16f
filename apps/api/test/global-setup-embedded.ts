import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { openEmbeddedEngine } from '../src/platform/database/embedded/embedded-engine.js';
import { defaultTemplateCache, templateFile } from '../src/platform/database/embedded/engine-template.js';
import { runMigrations } from '../src/platform/database/migrations.js';
import './test-engine.js';

const MIGRATIONS = fileURLToPath(new URL('../database/migrations', import.meta.url));

/** One engine in memory for the whole run, begun from a migrated database that is made anew when a migration changes. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const migrated = templateFile(join(defaultTemplateCache(), 'migrated'), migrationsHash());
  const isReady = existsSync(migrated);
  const engine = await openEmbeddedEngine({ dataDir: 'memory', template: isReady ? migrated : undefined });
  const { host, port, user, database } = engine;
  if (!isReady) {
    await runMigrations({ host, port, user, database, embedded: true, poolSize: 1 });
    // Those of earlier states: seven megabytes each.
    rmSync(dirname(migrated), { recursive: true, force: true });
    await engine.dumpTemplate(migrated);
  }
  project.provide('testEngine', { engine: 'embedded', host, port, user, database });
  return () => engine.close();
}

function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  return hash.digest('hex');
}
