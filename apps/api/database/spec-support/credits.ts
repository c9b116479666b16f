import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows } from './schema-rows.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Of a new customer unless `row` names one, 20.00. */
const credit = async (rows: SchemaRows, row: Row = {}): Promise<void> =>
  rows.insert('credits', {
    ...{ id: randomUUID(), amount_cents: 2000, reason: 'late', given_at: NOON },
    customer_id: row.customer_id ?? (await rows.user()),
    given_by: row.given_by ?? (await rows.user()),
    ...row,
  });

const SETTLED = { purpose: 'credit', status: 'succeeded', succeeded_at: NOON };

export const CREDITS: Attempt[] = [
  {
    rule: 'credits_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      const id = randomUUID();
      await credit(rows, { id });
      await credit(rows, { id });
    },
  },
  { rule: 'credits_customer_id_fkey', kind: 'foreignKey', breaks: (rows) => credit(rows, { customer_id: NOBODY }) },
  { rule: 'credits_given_by_fkey', kind: 'foreignKey', breaks: (rows) => credit(rows, { given_by: NOBODY }) },
  { rule: 'credits_job_id_fkey', kind: 'foreignKey', breaks: (rows) => credit(rows, { job_id: NOBODY }) },
  {
    rule: 'credits_amount_positive',
    kind: 'check',
    breaks: (rows) => credit(rows, { amount_cents: 0 }),
    keeps: (rows) => credit(rows, { amount_cents: 1 }),
  },
  {
    rule: 'credits_within_amount',
    kind: 'check',
    breaks: (rows) => credit(rows, { used_cents: 1500, withdrawn_cents: 501 }),
    keeps: (rows) => credit(rows, { used_cents: 1500, withdrawn_cents: 500 }),
  },
  {
    rule: 'credits_within_amount',
    kind: 'check',
    by: 'less than nothing used',
    breaks: (rows) => credit(rows, { used_cents: -1 }),
  },
  {
    rule: 'payments_credit_asks_no_card',
    kind: 'check',
    breaks: (rows) => rows.charge({ ...SETTLED, stripe_charge_id: 'ch_1' }),
    keeps: (rows) => rows.charge(SETTLED),
  },
  {
    rule: 'payments_one_credit_per_job',
    kind: 'unique',
    breaks: async (rows) => {
      const job_id = await rows.job();
      await rows.charge({ ...SETTLED, job_id });
      await rows.charge({ ...SETTLED, job_id });
    },
    keeps: async (rows) => {
      await rows.charge(SETTLED);
      await rows.charge(SETTLED);
    },
  },
];
