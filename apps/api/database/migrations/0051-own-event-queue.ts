import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SCHEMA_OF_PG_BOSS } from './0051-schema-of-pg-boss.js';

/** Of pg-boss, as the application made its queues. */
const QUEUE_OPTIONS = '{"policy": "standard"}';

export class OwnEventQueue1700000000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No foreign key to the workers: it would lock the worker's row with every event, and a worker may end before its events.
    await runner.query(`
      CREATE TABLE queued_events (
        id uuid NOT NULL,
        event text NOT NULL,
        consumer text NOT NULL,
        payload jsonb NOT NULL,
        published_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        taken_by uuid,
        failed_at timestamptz,
        CONSTRAINT queued_events_pkey PRIMARY KEY (id),
        CONSTRAINT queued_events_payload_is_object CHECK (jsonb_typeof(payload) = 'object'),
        CONSTRAINT queued_events_attempts_not_negative CHECK (attempts >= 0),
        CONSTRAINT queued_events_failed_is_over CHECK (failed_at IS NULL OR taken_by IS NULL)
      )`);
    // What its publisher takes up itself, which is nearly all, never enters it.
    await runner.query(`
      CREATE INDEX queued_events_waiting ON queued_events (due_at, id) WHERE taken_by IS NULL AND failed_at IS NULL`);
    await runner.query(`CREATE INDEX queued_events_failed ON queued_events (failed_at) WHERE failed_at IS NOT NULL`);
    await runner.query(`
      CREATE TABLE queue_workers (
        id uuid NOT NULL,
        alive_until timestamptz NOT NULL,
        CONSTRAINT queue_workers_pkey PRIMARY KEY (id)
      )`);
    // By its subject after the moment, so that an equal one is found, and one transaction locks its jobs in one order.
    await runner.query(`DROP INDEX deadlines_due`);
    await runner.query(`CREATE INDEX deadlines_due ON deadlines (due_at, subject_id)`);
    await takeOver(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await giveBack(runner);
    await runner.query(`DROP INDEX deadlines_due`);
    await runner.query(`CREATE INDEX deadlines_due ON deadlines (due_at, id)`);
    await runner.query(`DROP TABLE queue_workers`);
    await runner.query(`DROP TABLE queued_events`);
  }
}

/**
 * What pg-boss has not delivered, and what it has given up. Events about the money of a job become moments at which that is
 * looked at: whatever they told, it is seen from the job's rows.
 */
async function takeOver(runner: QueryRunner): Promise<void> {
  const [schema] = (await runner.query(`SELECT to_regclass('pgboss.job') IS NOT NULL AS "isThere"`)) as {
    isThere: boolean;
  }[];
  if (!schema?.isThere) return;
  await runner.query(`
    INSERT INTO deadlines (id, kind, subject_id, due_at)
    SELECT DISTINCT ON (data ->> 'jobId', start_after) id, 'money.due', (data ->> 'jobId')::uuid, start_after
    FROM pgboss.job WHERE state < 'completed' AND name LIKE '%.payments-%' AND data ? 'jobId'`);
  await runner.query(`
    INSERT INTO queued_events (id, event, consumer, payload, published_at, due_at, attempts, failed_at)
    SELECT id, regexp_replace(name, '\\.[^.]+$', ''), substring(name FROM '[^.]+$'), data, created_on, start_after,
      retry_count, CASE WHEN state = 'failed' THEN completed_on END
    FROM pgboss.job
    WHERE name LIKE '%.%' AND (state = 'failed' OR state < 'completed' AND NOT (name LIKE '%.payments-%' AND data ? 'jobId'))`);
  await runner.query(`DROP SCHEMA pgboss CASCADE`);
}

/** An older version makes the schema by itself when nothing waits to be delivered in it. */
async function giveBack(runner: QueryRunner): Promise<void> {
  const [waiting] = (await runner.query(`SELECT EXISTS (SELECT FROM queued_events) AS some`)) as { some: boolean }[];
  if (!waiting?.some) return;
  await runner.query(SCHEMA_OF_PG_BOSS);
  await runner.query(
    `SELECT pgboss.create_queue(name, $1) FROM (SELECT DISTINCT event || '.' || consumer FROM queued_events) q (name)`,
    [QUEUE_OPTIONS],
  );
  await runner.query(`
    INSERT INTO pgboss.job (id, name, data, state, start_after, created_on, completed_on, retry_count, retry_limit, retry_delay,
      retry_backoff, expire_in, policy)
    SELECT id, event || '.' || consumer, payload,
      CASE WHEN failed_at IS NULL THEN 'created' ELSE 'failed' END::pgboss.job_state, due_at, published_at, failed_at, attempts,
      12, 1, true, interval '120 seconds', 'standard'
    FROM queued_events`);
}
