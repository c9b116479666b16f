import { randomBytes, randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows } from './schema-rows.js';

/** A synced passkey, of a new person unless `row` names one. Resolves with its id. */
async function passkey(rows: SchemaRows, row: Row = {}): Promise<string> {
  const id = typeof row.id === 'string' ? row.id : randomUUID();
  const credential = { credential_id: randomBytes(16), public_key: randomBytes(77), counter: 0, transports: [] };
  const device = { is_synced: true, is_backed_up: true, name: 'Phone', created_at: NOON };
  await rows.insert('passkeys', { id, user_id: row.user_id ?? (await rows.user()), ...credential, ...device, ...row });
  return id;
}

/** Of nobody unless `row` names somebody, for a minute. Resolves with its id. */
async function challenge(rows: SchemaRows, row: Row = {}): Promise<string> {
  const id = typeof row.id === 'string' ? row.id : randomUUID();
  const times = { created_at: NOON, expires_at: '2030-05-01T12:01:00Z' };
  await rows.insert('passkey_challenges', { id, challenge: randomUUID(), ...times, ...row });
  return id;
}

const check = (rule: string, by: string, broken: Row, kept: Row): Attempt => ({
  rule,
  kind: 'check',
  by,
  breaks: (rows) => passkey(rows, broken),
  keeps: (rows) => passkey(rows, kept),
});

/** The keys of people's devices, and the challenges that are under way. */
export const PASSKEYS: Attempt[] = [
  {
    rule: 'passkeys_pkey',
    kind: 'unique',
    breaks: async (rows) => passkey(rows, { id: await passkey(rows) }),
  },
  {
    rule: 'passkeys_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => passkey(rows, { user_id: randomUUID() }),
    keeps: async (rows) => {
      const userId = await rows.user();
      await passkey(rows, { user_id: userId });
      await rows.delete('users', userId);
    },
  },
  {
    rule: 'passkeys_credential_id_unique',
    kind: 'unique',
    by: 'a credential of two people',
    breaks: async (rows) => {
      const credential = { credential_id: randomBytes(16) };
      await passkey(rows, credential);
      await passkey(rows, credential);
    },
    keeps: async (rows) => {
      const userId = await rows.user();
      await passkey(rows, { user_id: userId });
      await passkey(rows, { user_id: userId });
    },
  },
  check(
    'passkeys_credential_id_bounded',
    'nothing',
    { credential_id: Buffer.alloc(0) },
    { credential_id: randomBytes(1) },
  ),
  check(
    'passkeys_credential_id_bounded',
    'too much',
    { credential_id: randomBytes(1024) },
    { credential_id: randomBytes(1023) },
  ),
  check('passkeys_counter_not_negative', 'less than nothing', { counter: -1 }, { counter: 0 }),
  check(
    'passkeys_backed_up_is_synced',
    'a copy of a key that stays on its device',
    { is_synced: false, is_backed_up: true },
    { is_synced: true, is_backed_up: false },
  ),
  {
    rule: 'passkey_challenges_pkey',
    kind: 'unique',
    breaks: async (rows) => challenge(rows, { id: await challenge(rows) }),
  },
  {
    rule: 'passkey_challenges_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => challenge(rows, { user_id: randomUUID() }),
    keeps: async (rows) => {
      const userId = await rows.user();
      await challenge(rows, { user_id: userId });
      await rows.delete('users', userId);
    },
  },
  {
    rule: 'passkey_challenges_expire_after_creation',
    kind: 'check',
    by: 'an end at the beginning',
    breaks: (rows) => challenge(rows, { expires_at: NOON }),
    keeps: (rows) => challenge(rows, { expires_at: '2030-05-01T12:00:01Z' }),
  },
];
