import type { TestProject } from 'vitest/node';
import { startPgbouncer } from './own-pgbouncer.js';
import { makeTemplate } from './template-database.js';

/** As for the project `postgres`, with one PgBouncer in transaction mode that every application of the tests goes through. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { testEngine, remove } = await makeTemplate();
  const pooler = await startPgbouncer(testEngine);
  project.provide('testEngine', { ...testEngine, pooledPort: pooler.port });
  return async () => {
    await pooler.stop();
    await remove();
  };
}
