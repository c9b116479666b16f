import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { makeCitusDatabase } from './citus-database.js';
import { makeTemplate } from './template-database.js';
import './test-engine.js';

/**
 * For the files about positions, where the history is distributed: on the Citus of TEST_CITUS_URL, or else on PostgreSQL without its
 * foreign keys, by which the application knows it.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_CITUS_URL;
  if (url === undefined || url === '') {
    const { testEngine, remove } = await makeTemplate(dropKeys);
    project.provide('testEngine', testEngine);
    return remove;
  }
  const { address, drop } = await makeCitusDatabase(url);
  const { host, port, user, password, database } = address;
  project.provide('testEngine', { engine: 'postgres', host, port, user, password, template: database, isShared: true });
  return drop;
}

async function dropKeys(template: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(template);
  await client.connect();
  await client.query(`
    ALTER TABLE location_history DROP CONSTRAINT location_history_guard_id_fkey, DROP CONSTRAINT location_history_job_id_fkey`);
  await client.end();
}
