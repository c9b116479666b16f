import { identity, none, secret, words } from './entries.js';
import type { Registry } from './registry.types.js';

/** Who may hold an answer with the person in it: the other parties of their jobs, and administrators who dealt with those. */
const COUNTERPARTIES = `
  SELECT customer_id FROM jobs WHERE guard_id = $1
  UNION SELECT guard_id FROM jobs WHERE customer_id = $1
  UNION SELECT t.actor_id FROM jobs j JOIN timeline t ON t.job_id = j.id
        WHERE (j.customer_id = $1 OR j.guard_id = $1) AND t.actor_role = 'admin'`;

/** Tables that keep the machine and the proofs going. */
export const MACHINE: Registry = {
  idempotency_keys: {
    meaning: 'Requests you may repeat, with the answer of the first time.',
    retention: 'Seven days.',
    owner: `user_id = $1 OR (user_id = ANY (ARRAY(${COUNTERPARTIES})) AND answer::text LIKE '%' || $1::uuid::text || '%')`,
    rows: 'deleted',
    key: { column: 'key', type: 'text' },
    columns: {
      user_id: identity('Whose request.'),
      key: none('Chosen by your application.', { export: 'hidden' }),
      request_hash: secret('Recognises the same request.'),
      answer: words('The first answer, which may hold data of both parties.', { export: 'hidden' }),
      created_at: none('When.'),
      updated_at: none('Last change.'),
    },
  },
  stripe_events: {
    meaning: "The payment provider's events that were applied.",
    retention: 'Ninety days.',
    rows: 'kept',
    key: { column: 'id', type: 'text' },
    columns: {
      id: none("Provider's key of the event."),
      type: none('What it told.'),
      applied_at: none('When.'),
    },
  },
  carried_balances: {
    meaning: 'What all money up to a day comes to.',
    retention: 'For as long as there are books; a sum over all jobs.',
    rows: 'kept',
    key: { column: 'until', type: 'timestamptz' },
    columns: {
      until: none('Up to when.'),
      ours_cents: none('The sum over all jobs.'),
      beside_jobs_cents: none('The sum of what is about no job.'),
      carried_at: none('When it was summed.'),
    },
  },
  receipt_keys: {
    meaning: 'Keys of the platform that sign receipts.',
    retention: 'Public halves for as long as there are receipts; a private half until it signs no more.',
    rows: 'kept',
    key: { column: 'id', type: 'text' },
    columns: {
      id: none('Name of the key.'),
      public_key: none('What receipts are checked with.'),
      private_key_encrypted: none('What they are signed with, encrypted; of nobody.', { export: 'hidden' }),
      created_at: none('When.'),
      retired_at: none('Since when it signs no more.'),
      updated_at: none('Last change.'),
    },
  },
  scheduled_runs: {
    meaning: 'Runs of scheduled work.',
    retention: 'Ninety days.',
    rows: 'kept',
    key: { column: 'task', type: 'text' },
    columns: {
      task: none('Which work.'),
      slot: none('For which time.'),
      started_at: none('When.'),
      finished_at: none('When.'),
      outcome: none('Counts.'),
    },
  },
  deadlines: {
    meaning: 'Moments at which something is looked at again.',
    retention: 'Until they have come.',
    rows: 'kept',
    key: { column: 'id', type: 'uuid' },
    columns: {
      id: none('Key of the moment.'),
      kind: none('What is looked at.'),
      subject_id: none('Which job or offer.'),
      due_at: none('When.'),
      attempts: none('How often it was tried.'),
      updated_at: none('Last change.'),
    },
  },
  queued_events: {
    meaning: 'What has happened and is still to be acted on.',
    retention: 'Until it was acted on, mostly less than a second; thirty days when that failed for good.',
    rows: 'kept',
    key: { column: 'id', type: 'uuid' },
    columns: {
      id: none('Key of the message.'),
      event: none('What has happened.'),
      consumer: none('Who acts on it.'),
      payload: none('Which job or account.'),
      published_at: none('When it happened.'),
      due_at: none('When it is tried next.'),
      attempts: none('How often it was tried.'),
      taken_by: none('Which server acts on it.'),
      failed_at: none('When it was given up.'),
    },
  },
  queue_workers: {
    meaning: 'The servers that are running.',
    retention: 'Seconds after the server has ended.',
    rows: 'kept',
    key: { column: 'id', type: 'uuid' },
    columns: {
      id: none('Which server.'),
      alive_until: none('Until when it is taken to be running.'),
    },
  },
  privacy_requests: {
    meaning: 'What you asked of us about your data.',
    retention: 'Seven years: the proof that it was done.',
    owner: 'user_id = $1',
    rows: 'kept',
    key: { column: 'id', type: 'uuid' },
    columns: {
      id: none('Key of the request.'),
      user_id: identity('Who asked; points to a row without a person after erasure.'),
      kind: none('Export or erasure.'),
      status: none('Where it stands.'),
      format: none('JSON or PDF.'),
      cause: none('On request, or because the account was unused.'),
      requested_at: none('When.'),
      due_at: none('When it is done.'),
      started_at: none('When it was begun.'),
      finished_at: none('When it was done.'),
      expires_at: none('Until when an export can be fetched.'),
      outcome: none('Counts.'),
      steps_done: none('How far an erasure has come.'),
      updated_at: none('Last change.'),
    },
  },
  export_parts: {
    meaning: 'Exports that wait to be fetched.',
    retention: 'Seven days.',
    owner: 'request_id IN (SELECT id FROM privacy_requests WHERE user_id = $1)',
    rows: 'deleted',
    key: { column: 'part', type: 'integer' },
    columns: {
      request_id: none('Of which request.'),
      part: none('Order.', { export: 'hidden' }),
      content: secret('The export; ciphertext.'),
      updated_at: none('Last change.'),
    },
  },
  audit_log: {
    meaning: 'Who did what in administration, security and privacy; holds ids and codes only.',
    retention: 'Seven years. It cannot be changed, so it names nobody.',
    owner: 'actor_id = $1 OR subject_id = $1',
    rows: 'kept',
    key: { column: 'position', type: 'bigint' },
    columns: {
      position: none('Order.'),
      occurred_at: none('When.'),
      action: none('What.'),
      actor_id: identity('Who; points to a row without a person after erasure.'),
      actor_role: none('As what.'),
      subject_id: identity('To whom; points to a row without a person after erasure.'),
      request_id: none('In which request.'),
      facts: none('Codes and numbers.'),
      previous_hash: none('Chain.', { export: 'hidden' }),
      hash: none('Chain.', { export: 'hidden' }),
    },
  },
};
