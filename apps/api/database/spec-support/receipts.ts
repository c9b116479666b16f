import { randomBytes, randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows } from './schema-rows.js';

const SIGNING: Row = { private_key_encrypted: 'sealed', retired_at: null };

/** Retired unless `row` says otherwise. Resolves with its id. */
async function key(rows: SchemaRows, row: Row = {}): Promise<string> {
  const id = typeof row.id === 'string' ? row.id : randomUUID();
  await rows.insert('receipt_keys', { id, public_key: randomBytes(32), created_at: NOON, retired_at: NOON, ...row });
  return id;
}

/** The first of a new job, about its hours, unless `row` says otherwise. */
async function entry(rows: SchemaRows, row: Row = {}): Promise<{ id: string; jobId: string; hash: Buffer }> {
  const id = typeof row.id === 'string' ? row.id : randomUUID();
  const jobId = typeof row.job_id === 'string' ? row.job_id : await rows.job();
  const hash = Buffer.isBuffer(row.hash) ? row.hash : randomBytes(32);
  const place = { sequence: 1, kind: 'hours', body: '{}' };
  const proof = { key_id: row.key_id ?? (await key(rows)), signature: randomBytes(64), created_at: NOON };
  await rows.insert('receipt_entries', { ...place, ...proof, ...row, id, job_id: jobId, hash });
  return { id, jobId, hash };
}

/** A first entry, and the second of its job. */
async function twoEntries(rows: SchemaRows, second: (first: { jobId: string; hash: Buffer }) => Row): Promise<void> {
  const first = await entry(rows);
  await entry(rows, { job_id: first.jobId, sequence: 2, previous_hash: first.hash, ...second(first) });
}

/** Of a new job and person unless `row` names them. Resolves with its id. */
async function salt(rows: SchemaRows, row: Row = {}): Promise<string> {
  const id = typeof row.id === 'string' ? row.id : randomUUID();
  const parties = { job_id: row.job_id ?? (await rows.job()), person_id: row.person_id ?? (await rows.user()) };
  const secret = { label: 'customer', salt: randomBytes(32), commitment: randomBytes(32) };
  await rows.insert('receipt_salts', { id, ...parties, ...secret, ...row });
  return id;
}

type Builder = (rows: SchemaRows, row: Row) => Promise<unknown>;

const checkOf =
  (build: Builder) =>
  (rule: string, by: string, broken: Row, kept: Row): Attempt => ({
    rule,
    kind: 'check',
    by,
    breaks: (rows) => build(rows, broken),
    keeps: (rows) => build(rows, kept),
  });
const checkOfKey = checkOf(key);
const checkOfEntry = checkOf(entry);
const checkOfSalt = checkOf(salt);

const KEYS: Attempt[] = [
  { rule: 'receipt_keys_pkey', kind: 'unique', breaks: async (rows) => key(rows, { id: await key(rows) }) },
  {
    rule: 'receipt_keys_public_key_unique',
    kind: 'unique',
    by: 'a key of two names',
    breaks: async (rows) => {
      const publicKey = { public_key: randomBytes(32) };
      await key(rows, publicKey);
      await key(rows, publicKey);
    },
  },
  checkOfKey(
    'receipt_keys_are_of_ed25519',
    'a key that is too long',
    { public_key: randomBytes(33) },
    { public_key: randomBytes(32) },
  ),
  checkOfKey(
    'receipt_keys_retired_sign_nothing',
    'a retired key that can sign',
    { ...SIGNING, retired_at: NOON },
    SIGNING,
  ),
  checkOfKey(
    'receipt_keys_retired_sign_nothing',
    'a key that cannot sign and is not retired',
    { retired_at: null },
    { retired_at: NOON },
  ),
  {
    rule: 'receipt_keys_one_signs',
    kind: 'unique',
    by: 'two that sign',
    breaks: async (rows) => {
      await key(rows, SIGNING);
      await key(rows, SIGNING);
    },
    keeps: async (rows) => {
      await key(rows);
      await key(rows);
      await key(rows, SIGNING);
    },
  },
];

const APPEND_ONLY: Attempt[] = [
  {
    rule: 'receipt_entries_are_append_only',
    kind: 'check',
    by: 'UPDATE',
    breaks: async (rows) => rows.update('receipt_entries', (await entry(rows)).id, { body: '[]' }),
  },
  {
    rule: 'receipt_entries_are_append_only',
    kind: 'check',
    by: 'DELETE',
    breaks: async (rows) => rows.delete('receipt_entries', (await entry(rows)).id),
  },
  {
    rule: 'receipt_entries_are_append_only',
    kind: 'check',
    by: 'TRUNCATE',
    breaks: (rows) => rows.empty('receipt_entries'),
  },
];

const REFERENCES_OF_ENTRIES: Attempt[] = [
  {
    rule: 'receipt_entries_job_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => entry(rows, { job_id: randomUUID() }),
  },
  {
    rule: 'receipt_entries_job_id_fkey',
    kind: 'restrict',
    by: 'deleting a job with a receipt',
    breaks: async (rows) => rows.delete('jobs', (await entry(rows)).jobId),
  },
  {
    rule: 'receipt_entries_key_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => entry(rows, { key_id: 'unknown' }),
  },
  {
    rule: 'receipt_entries_key_id_fkey',
    kind: 'restrict',
    by: 'deleting a key that has signed',
    breaks: async (rows) => {
      const keyId = await key(rows);
      await entry(rows, { key_id: keyId });
      await rows.delete('receipt_keys', keyId);
    },
    keeps: async (rows) => rows.delete('receipt_keys', await key(rows)),
  },
  {
    rule: 'receipt_entries_follow_one',
    kind: 'foreignKey',
    by: 'an entry after one that is not there',
    breaks: (rows) => twoEntries(rows, () => ({ previous_hash: randomBytes(32) })),
    keeps: (rows) => twoEntries(rows, () => ({})),
  },
  {
    rule: 'receipt_entries_follow_one',
    kind: 'foreignKey',
    by: 'an entry after one of another job',
    breaks: async (rows) => {
      const { hash } = await entry(rows);
      await twoEntries(rows, () => ({ previous_hash: hash }));
    },
  },
];

const CHAIN: Attempt[] = [
  {
    rule: 'receipt_entries_pkey',
    kind: 'unique',
    breaks: async (rows) => entry(rows, { id: (await entry(rows)).id }),
  },
  {
    rule: 'receipt_entries_one_at_a_place',
    kind: 'unique',
    by: 'two first entries',
    breaks: (rows) => twoEntries(rows, () => ({ sequence: 1, previous_hash: null })),
    keeps: (rows) => twoEntries(rows, () => ({ sequence: 2 })),
  },
  {
    rule: 'receipt_entries_hash_unique',
    kind: 'unique',
    by: 'an entry that repeats its predecessor',
    breaks: (rows) => twoEntries(rows, ({ hash }) => ({ hash })),
    keeps: async (rows) => {
      const { hash } = await entry(rows);
      await entry(rows, { hash });
    },
  },
  {
    rule: 'receipt_entries_one_follows_each',
    kind: 'unique',
    by: 'two that follow the first',
    breaks: async (rows) => {
      const { jobId, hash } = await entry(rows);
      await entry(rows, { job_id: jobId, sequence: 2, previous_hash: hash });
      await entry(rows, { job_id: jobId, sequence: 3, previous_hash: hash });
    },
    keeps: async (rows) => {
      const { jobId, hash } = await entry(rows);
      const second = await entry(rows, { job_id: jobId, sequence: 2, previous_hash: hash });
      await entry(rows, { job_id: jobId, sequence: 3, previous_hash: second.hash });
    },
  },
  {
    rule: 'receipt_entries_first_follows_none',
    kind: 'check',
    by: 'a second entry that follows none',
    breaks: (rows) => twoEntries(rows, () => ({ previous_hash: null })),
  },
  {
    rule: 'receipt_entries_first_follows_none',
    kind: 'check',
    by: 'an entry before the first',
    breaks: (rows) => twoEntries(rows, () => ({ sequence: 0 })),
  },
  {
    rule: 'receipt_entries_first_follows_none',
    kind: 'check',
    by: 'a first entry that follows one',
    breaks: (rows) => twoEntries(rows, () => ({ sequence: 1 })),
    keeps: (rows) => entry(rows, { sequence: 1, previous_hash: null }),
  },
];

const ENTRIES: Attempt[] = [
  checkOfEntry('receipt_entries_kind_is_known', 'another kind', { kind: 'weather' }, { kind: 'hours' }),
  checkOfEntry(
    'receipt_entries_agreement_has_party',
    'an agreement of nobody',
    { kind: 'agreement' },
    { kind: 'agreement', party: 'customer' },
  ),
  checkOfEntry(
    'receipt_entries_agreement_has_party',
    'an agreement of neither party',
    { kind: 'agreement', party: 'admin' },
    { kind: 'agreement', party: 'guard' },
  ),
  checkOfEntry(
    'receipt_entries_agreement_has_party',
    'hours of one party',
    { kind: 'hours', party: 'guard' },
    { kind: 'hours' },
  ),
  checkOfEntry(
    'receipt_entries_are_signed',
    'half of a signature',
    { signature: randomBytes(32) },
    { signature: randomBytes(64) },
  ),
  checkOfEntry('receipt_entries_are_signed', 'half of a hash', { hash: randomBytes(16) }, { hash: randomBytes(32) }),
];

const SALTS: Attempt[] = [
  { rule: 'receipt_salts_pkey', kind: 'unique', breaks: async (rows) => salt(rows, { id: await salt(rows) }) },
  { rule: 'receipt_salts_job_id_fkey', kind: 'foreignKey', breaks: (rows) => salt(rows, { job_id: randomUUID() }) },
  {
    rule: 'receipt_salts_person_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => salt(rows, { person_id: randomUUID() }),
  },
  {
    rule: 'receipt_salts_one_a_commitment',
    kind: 'unique',
    by: 'a commitment twice',
    breaks: async (rows) => {
      const sealed = { job_id: await rows.job(), commitment: randomBytes(32) };
      await salt(rows, sealed);
      await salt(rows, sealed);
    },
    keeps: async (rows) => {
      const sealed = { job_id: await rows.job(), commitment: randomBytes(32) };
      await salt(rows, { ...sealed, label: 'customer' });
      await salt(rows, { ...sealed, label: 'guard' });
    },
  },
  checkOfSalt('receipt_salts_are_256_bits', 'a short salt', { salt: randomBytes(16) }, { salt: randomBytes(32) }),
  checkOfSalt(
    'receipt_salts_are_256_bits',
    'a short commitment',
    { commitment: randomBytes(16) },
    { commitment: randomBytes(32) },
  ),
];

/** Signed entries of a job, one after the other, and what they are sealed and signed with. */
export const RECEIPTS: Attempt[] = [...KEYS, ...CHAIN, ...ENTRIES, ...REFERENCES_OF_ENTRIES, ...APPEND_ONLY, ...SALTS];
