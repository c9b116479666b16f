import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type SchemaRows } from './schema-rows.js';

const idempotencyKey = (rows: SchemaRows, userId: string): Promise<void> =>
  rows.insert('idempotency_keys', { user_id: userId, key: 'k1', request_hash: Buffer.alloc(32), created_at: NOON });

const stripeEvent = (rows: SchemaRows): Promise<void> =>
  rows.insert('stripe_events', { id: 'evt_1', type: 'charge.updated', applied_at: NOON });

const scheduledRun = (rows: SchemaRows, slot: string): Promise<void> =>
  rows.insert('scheduled_runs', { task: 'sweep', slot, started_at: NOON });

const scheduledHold = (rows: SchemaRows, jobId: string): Promise<void> =>
  rows.insert('scheduled_holds', { job_id: jobId, due_at: NOON, created_at: NOON });

const silentJob = (rows: SchemaRows, jobId: string, noticedAt: string = NOON): Promise<void> =>
  rows.insert('silent_jobs', { job_id: jobId, last_heard_at: NOON, noticed_at: noticedAt });

export const SUPPORTING: Attempt[] = [
  {
    rule: 'idempotency_keys_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      const userId = await rows.user();
      await idempotencyKey(rows, userId);
      await idempotencyKey(rows, userId);
    },
    keeps: async (rows) => {
      await idempotencyKey(rows, await rows.user());
      await idempotencyKey(rows, await rows.user());
    },
  },
  {
    rule: 'idempotency_keys_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => idempotencyKey(rows, randomUUID()),
  },
  {
    rule: 'stripe_events_pkey',
    kind: 'unique',
    by: 'an event delivered twice',
    breaks: async (rows) => {
      await stripeEvent(rows);
      await stripeEvent(rows);
    },
  },
  {
    rule: 'scheduled_runs_pkey',
    kind: 'unique',
    by: 'two processes for one slot',
    breaks: async (rows) => {
      await scheduledRun(rows, NOON);
      await scheduledRun(rows, NOON);
    },
    keeps: async (rows) => {
      await scheduledRun(rows, NOON);
      await scheduledRun(rows, '2030-05-01T12:01:00Z');
    },
  },
  {
    rule: 'scheduled_holds_pkey',
    kind: 'unique',
    by: 'a hold that is announced twice',
    breaks: async (rows) => {
      const jobId = await rows.job();
      await scheduledHold(rows, jobId);
      await scheduledHold(rows, jobId);
    },
    keeps: async (rows) => scheduledHold(rows, await rows.job()),
  },
  { rule: 'scheduled_holds_job_id_fkey', kind: 'foreignKey', breaks: (rows) => scheduledHold(rows, randomUUID()) },
  {
    rule: 'silent_jobs_pkey',
    kind: 'unique',
    by: 'two processes that notice one silence',
    breaks: async (rows) => {
      const jobId = await rows.job();
      await silentJob(rows, jobId);
      await silentJob(rows, jobId);
    },
    keeps: async (rows) => {
      await silentJob(rows, await rows.job());
      await silentJob(rows, await rows.job());
    },
  },
  {
    rule: 'queued_events_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.queuedEvent({ id: await rows.queuedEvent() }),
  },
  { rule: 'queued_events_payload_is_object', kind: 'check', breaks: (rows) => rows.queuedEvent({ payload: '[]' }) },
  { rule: 'queued_events_attempts_not_negative', kind: 'check', breaks: (rows) => rows.queuedEvent({ attempts: -1 }) },
  {
    rule: 'queued_events_failed_is_over',
    kind: 'check',
    breaks: (rows) => rows.queuedEvent({ taken_by: randomUUID(), failed_at: NOON }),
    keeps: async (rows) => {
      await rows.queuedEvent({ taken_by: randomUUID() });
      await rows.queuedEvent({ failed_at: NOON });
    },
  },
  {
    rule: 'queue_workers_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.queueWorker({ id: await rows.queueWorker() }),
  },
  { rule: 'silent_jobs_job_id_fkey', kind: 'foreignKey', breaks: (rows) => silentJob(rows, randomUUID()) },
  {
    rule: 'silent_jobs_noticed_after_last_heard',
    kind: 'check',
    breaks: async (rows) => silentJob(rows, await rows.job(), '2020-01-01T00:00:00Z'),
    keeps: async (rows) => silentJob(rows, await rows.job()),
  },
];
