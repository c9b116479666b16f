import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON } from './schema-rows.js';

export const USERS: Attempt[] = [
  {
    rule: 'users_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.user({ id: await rows.user() }),
  },
  {
    rule: 'users_email_unique_among_living',
    kind: 'unique',
    by: 'the same address in capitals',
    breaks: async (rows) => {
      await rows.user({ email: 'kim@test.example' });
      await rows.user({ email: 'KIM@TEST.EXAMPLE' });
    },
    keeps: async (rows) => {
      await rows.user({ email: 'kim@test.example', deleted_at: NOON });
      await rows.user({ email: 'kim@test.example' });
    },
  },
  {
    rule: 'users_stripe_customer_id_unique',
    kind: 'unique',
    breaks: async (rows) => {
      await rows.user({ stripe_customer_id: 'cus_1' });
      await rows.user({ stripe_customer_id: 'cus_1' });
    },
  },
  {
    rule: 'users_stripe_account_id_unique',
    kind: 'unique',
    breaks: async (rows) => {
      await rows.user({ stripe_account_id: 'acct_1' });
      await rows.user({ stripe_account_id: 'acct_1' });
    },
  },
  {
    rule: 'users_company_name_says_something',
    kind: 'check',
    breaks: (rows) => rows.user({ company_name: '' }),
    keeps: (rows) => rows.user({ company_name: 'Harbour Works Inc.' }),
  },
  {
    rule: 'users_terms_are_accepted_at_a_time',
    kind: 'check',
    breaks: (rows) => rows.user({ terms_version: '2026-11-27' }),
    keeps: (rows) => rows.user({ terms_version: '2026-11-27', terms_accepted_at: NOON }),
  },
  {
    rule: 'users_status_before_closing_of_closed',
    kind: 'check',
    breaks: (rows) => rows.user({ status_before_closing: 'active' }),
    keeps: (rows) =>
      rows.user({ status: 'inactive', deleted_at: NOON, erasure_due_at: NOON, status_before_closing: 'active' }),
  },
  {
    rule: 'users_status_before_suspension_of_suspended',
    kind: 'check',
    by: 'somebody who is not suspended',
    breaks: (rows) => rows.user({ status: 'active', status_before_suspension: 'active' }),
    keeps: async (rows) => {
      await rows.user({ status: 'suspended', status_before_suspension: 'active' });
      const closed = { status: 'inactive', deleted_at: NOON, erasure_due_at: NOON, status_before_closing: 'suspended' };
      await rows.user({ ...closed, status_before_suspension: 'pending_verification' });
    },
  },
  {
    rule: 'users_status_before_suspension_of_suspended',
    kind: 'check',
    by: 'a suspension before the suspension',
    breaks: (rows) => rows.user({ status: 'suspended', status_before_suspension: 'suspended' }),
  },
  {
    rule: 'users_phone_is_e164',
    kind: 'check',
    breaks: (rows) => rows.user({ phone: '(213) 555-0134' }),
    keeps: async (rows) => {
      await rows.user({ phone: '+12135550134' });
      await rows.user({ phone: '+12135550134;ext=12' });
    },
  },
  {
    rule: 'users_metadata_is_object',
    kind: 'check',
    breaks: (rows) => rows.user({ metadata: '[]' }),
    keeps: (rows) => rows.user({ metadata: '{"theme": "dark"}' }),
  },
  {
    rule: 'sessions_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.session({ id: await rows.session() }),
  },
  {
    rule: 'sessions_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.session({ user_id: randomUUID() }),
  },
  {
    rule: 'sessions_token_hash_unique',
    kind: 'unique',
    breaks: async (rows) => {
      await rows.session({ token_hash: Buffer.alloc(32, 7) });
      await rows.session({ token_hash: Buffer.alloc(32, 7) });
    },
  },
  {
    rule: 'sessions_token_hash_is_sha256',
    kind: 'check',
    by: 'a token in the clear',
    breaks: (rows) => rows.session({ token_hash: Buffer.from('secret-token') }),
  },
  {
    rule: 'sessions_expire_after_creation',
    kind: 'check',
    breaks: (rows) => rows.session({ created_at: NOON, expires_at: NOON }),
  },
];
