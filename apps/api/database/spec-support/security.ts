import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows } from './schema-rows.js';

const LATER = '2030-05-02T12:00:00Z';
const HASH = Buffer.alloc(32, 1);

async function token(rows: SchemaRows, row: Row = {}): Promise<void> {
  const user = { user_id: row.user_id ?? (await rows.user()) };
  const times = { created_at: NOON, expires_at: LATER };
  await rows.insert('account_tokens', { token_hash: HASH, ...user, purpose: 'reset_password', ...times, ...row });
}

const failure = (rows: SchemaRows, row: Row = {}): Promise<void> =>
  rows.insert('sign_in_failures', { key: HASH, failures: 1, first_failed_at: NOON, ...row });

async function request(rows: SchemaRows, row: Row = {}): Promise<string> {
  const id = typeof row.id === 'string' ? row.id : randomUUID();
  const user = { user_id: row.user_id ?? (await rows.user()) };
  const times = { requested_at: NOON, due_at: LATER };
  await rows.insert('privacy_requests', { id, ...user, kind: 'erasure', cause: 'on_request', ...times, ...row });
  return id;
}

async function part(rows: SchemaRows, row: Row = {}): Promise<void> {
  const request_id = row.request_id ?? (await request(rows, { kind: 'export', format: 'json' }));
  await rows.insert('export_parts', { part: 0, content: HASH, ...row, request_id });
}

async function file(rows: SchemaRows, row: Row = {}): Promise<void> {
  const user = { user_id: row.user_id ?? (await rows.user()) };
  const extent = { width: 1, height: 1, created_at: NOON };
  await rows.insert('user_files', { id: randomUUID(), ...user, kind: 'photo', content: HASH, ...extent, ...row });
}

const audit = (rows: SchemaRows, row: Row = {}): Promise<void> =>
  rows.insert('audit_log', {
    position: 1,
    occurred_at: NOON,
    action: 'test',
    actor_role: 'system',
    previous_hash: HASH,
    hash: HASH,
    ...row,
  });

const CLOSING: Attempt[] = [
  {
    rule: 'users_recovery_is_of_a_second_factor',
    kind: 'check',
    breaks: (rows) => rows.user({ recovery_hashes: '{"\\\\x00"}' }),
    keeps: (rows) => rows.user({ recovery_hashes: '{"\\\\x00"}', totp_secret_encrypted: 'sealed' }),
  },
  {
    rule: 'users_closing_is_deleted',
    kind: 'check',
    breaks: (rows) => rows.user({ erasure_due_at: LATER }),
    keeps: (rows) => rows.user({ erasure_due_at: LATER, deleted_at: NOON }),
  },
  {
    rule: 'users_erased_is_deleted',
    kind: 'check',
    breaks: (rows) => rows.user({ erased_at: NOON }),
    keeps: (rows) => rows.user({ erased_at: NOON, deleted_at: NOON }),
  },
];

const TOKENS: Attempt[] = [
  {
    rule: 'account_tokens_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      await token(rows);
      await token(rows);
    },
  },
  { rule: 'account_tokens_user_id_fkey', kind: 'foreignKey', breaks: (rows) => token(rows, { user_id: randomUUID() }) },
  {
    rule: 'account_tokens_hash_is_sha256',
    kind: 'check',
    breaks: (rows) => token(rows, { token_hash: Buffer.from('a token') }),
    keeps: (rows) => token(rows),
  },
  {
    rule: 'account_tokens_confirm_an_address',
    kind: 'check',
    by: 'none',
    breaks: (rows) => token(rows, { purpose: 'change_email' }),
    keeps: (rows) => token(rows, { purpose: 'change_email', email: 'new@test.example' }),
  },
  {
    rule: 'account_tokens_confirm_an_address',
    kind: 'check',
    by: 'one where nothing is confirmed',
    breaks: (rows) => token(rows, { email: 'new@test.example' }),
  },
  { rule: 'account_tokens_expire_after_creation', kind: 'check', breaks: (rows) => token(rows, { expires_at: NOON }) },
  {
    rule: 'sign_in_failures_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      await failure(rows);
      await failure(rows);
    },
  },
  {
    rule: 'sign_in_failures_positive',
    kind: 'check',
    breaks: (rows) => failure(rows, { failures: 0 }),
    keeps: (rows) => failure(rows),
  },
];

const REQUESTS: Attempt[] = [
  {
    rule: 'privacy_requests_pkey',
    kind: 'unique',
    breaks: async (rows) => request(rows, { id: await request(rows) }),
  },
  {
    rule: 'privacy_requests_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => request(rows, { user_id: randomUUID() }),
  },
  {
    rule: 'privacy_requests_export_has_format',
    kind: 'check',
    breaks: (rows) => request(rows, { kind: 'export' }),
    keeps: (rows) => request(rows, { kind: 'export', format: 'pdf' }),
  },
  {
    rule: 'privacy_requests_ended_has_time',
    kind: 'check',
    breaks: (rows) => request(rows, { status: 'done' }),
    keeps: (rows) => request(rows, { status: 'done', finished_at: LATER }),
  },
  { rule: 'privacy_requests_cause_is_known', kind: 'check', breaks: (rows) => request(rows, { cause: 'whim' }) },
  { rule: 'privacy_requests_outcome_is_object', kind: 'check', breaks: (rows) => request(rows, { outcome: '[]' }) },
  {
    rule: 'privacy_requests_one_erasure',
    kind: 'unique',
    breaks: async (rows) => {
      const user_id = await rows.user();
      await request(rows, { user_id });
      await request(rows, { user_id });
    },
    keeps: async (rows) => {
      const user_id = await rows.user();
      await request(rows, { user_id, status: 'cancelled', finished_at: NOON });
      await request(rows, { user_id });
    },
  },
];

const FILES: Attempt[] = [
  {
    rule: 'export_parts_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      const request_id = await request(rows, { kind: 'export', format: 'json' });
      await part(rows, { request_id });
      await part(rows, { request_id });
    },
  },
  {
    rule: 'export_parts_request_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => part(rows, { request_id: randomUUID() }),
  },
  {
    rule: 'export_parts_from_zero',
    kind: 'check',
    breaks: (rows) => part(rows, { part: -1 }),
    keeps: (rows) => part(rows),
  },
  {
    rule: 'user_files_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      const id = randomUUID();
      await file(rows, { id });
      await file(rows, { id });
    },
  },
  {
    rule: 'user_files_one_of_a_kind',
    kind: 'unique',
    breaks: async (rows) => {
      const user_id = await rows.user();
      await file(rows, { user_id });
      await file(rows, { user_id });
    },
    keeps: async (rows) => {
      const user_id = await rows.user();
      await file(rows, { user_id });
      await file(rows, { user_id, kind: 'license_scan' });
    },
  },
  { rule: 'user_files_user_id_fkey', kind: 'foreignKey', breaks: (rows) => file(rows, { user_id: randomUUID() }) },
  { rule: 'user_files_size_bounded', kind: 'check', breaks: (rows) => file(rows, { content: Buffer.alloc(0) }) },
  { rule: 'user_files_has_extent', kind: 'check', breaks: (rows) => file(rows, { width: 0 }) },
];

const AUDIT: Attempt[] = [
  {
    rule: 'audit_log_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      await audit(rows);
      await audit(rows);
    },
    keeps: (rows) => audit(rows),
  },
  { rule: 'audit_log_from_one', kind: 'check', breaks: (rows) => audit(rows, { position: 0 }) },
  {
    rule: 'audit_log_hashes_are_sha256',
    kind: 'check',
    breaks: (rows) => audit(rows, { hash: Buffer.from('short') }),
  },
  { rule: 'audit_log_facts_is_object', kind: 'check', breaks: (rows) => audit(rows, { facts: '[]' }) },
  {
    rule: 'audit_log_is_append_only',
    kind: 'check',
    by: 'a change',
    breaks: async (rows) => {
      await audit(rows);
      await rows.updateWhere('audit_log', 'position', '1', { action: 'nothing' });
    },
  },
];

const AUDIT_REMOVAL: Attempt[] = [
  {
    rule: 'audit_log_is_append_only',
    kind: 'check',
    by: 'a removal',
    breaks: async (rows) => {
      await audit(rows);
      await rows.delete('audit_log', '1', 'position');
    },
  },
  {
    rule: 'audit_log_is_append_only',
    kind: 'check',
    by: 'emptying it',
    breaks: (rows) => rows.empty('audit_log'),
  },
];

export const SECURITY: Attempt[] = [...CLOSING, ...TOKENS, ...REQUESTS, ...FILES, ...AUDIT, ...AUDIT_REMOVAL];
