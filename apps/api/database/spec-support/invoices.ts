import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows } from './schema-rows.js';

/** Of a new job unless `row` names one. */
const invoice = async (rows: SchemaRows, row: Row = {}): Promise<void> =>
  rows.insert('invoices', {
    number: 1,
    job_id: row.job_id ?? (await rows.job()),
    seller: 'Acme',
    issued_at: NOON,
    ...row,
  });

export const INVOICES: Attempt[] = [
  {
    rule: 'invoices_pkey',
    kind: 'unique',
    by: 'a number that was given',
    breaks: async (rows) => {
      await invoice(rows);
      await invoice(rows);
    },
  },
  {
    rule: 'invoices_one_per_job',
    kind: 'unique',
    breaks: async (rows) => {
      const job_id = await rows.job();
      await invoice(rows, { job_id });
      await invoice(rows, { job_id, number: 2 });
    },
    keeps: async (rows) => {
      await invoice(rows);
      await invoice(rows, { number: 2 });
    },
  },
  {
    rule: 'invoices_job_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => invoice(rows, { job_id: '00000000-0000-4000-8000-000000000000' }),
  },
  {
    rule: 'invoices_number_counts_from_one',
    kind: 'check',
    breaks: (rows) => invoice(rows, { number: 0 }),
    keeps: (rows) => invoice(rows, { number: 1 }),
  },
  { rule: 'invoices_seller_is_named', kind: 'check', breaks: (rows) => invoice(rows, { seller: '' }) },
  {
    rule: 'payments_card_digits_of_charges',
    kind: 'check',
    breaks: (rows) => rows.charge({ card_last4: '424' }),
    keeps: (rows) => rows.charge({ card_last4: '4242' }),
  },
  {
    rule: 'payments_card_digits_of_charges',
    kind: 'check',
    by: 'a payout',
    breaks: (rows) => rows.payout({ card_last4: '4242' }),
  },
];
