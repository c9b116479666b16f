import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows } from './schema-rows.js';

const LATER = '2030-05-01T13:00:00Z';

const run = (rows: SchemaRows, row: Row = {}): Promise<void> =>
  rows.insert('reconciliations', { id: randomUUID(), days: 7, asked_at: NOON, heard_at: NOON, ...row });

const RESULT = {
  ...{ period_from: NOON, period_until: LATER, compared: 1, ours_cents: 1, beside_jobs_cents: 0, stripe_cents: 1 },
  ...{ difference_count: 0, ended_at: LATER },
};
const FAILED = { failure: 'broken', ended_at: LATER };
const ID = randomUUID();

const check = (rule: string, by: string, broken: Row, kept: Row): Attempt => ({
  ...{ rule, by, kind: 'check' },
  breaks: (rows) => run(rows, broken),
  keeps: (rows) => run(rows, kept),
});

const carried = (rows: SchemaRows, row: Row = {}): Promise<void> =>
  rows.insert('carried_balances', { until: NOON, ours_cents: 1, beside_jobs_cents: 0, carried_at: LATER, ...row });

export const RECONCILIATIONS: Attempt[] = [
  {
    rule: 'carried_balances_pkey',
    kind: 'unique',
    by: 'two runs for one day',
    breaks: async (rows) => {
      await carried(rows);
      await carried(rows);
    },
  },
  {
    rule: 'carried_balances_of_the_past',
    kind: 'check',
    breaks: (rows) => carried(rows, { carried_at: NOON }),
    keeps: (rows) => carried(rows),
  },
  {
    rule: 'reconciliations_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      await run(rows, { id: ID, ...FAILED });
      await run(rows, { id: ID, ...FAILED });
    },
  },
  {
    rule: 'reconciliations_asked_by_fkey',
    kind: 'foreignKey',
    breaks: (rows) => run(rows, { asked_by: randomUUID() }),
    keeps: async (rows) => run(rows, { asked_by: await rows.user({ role: 'admin' }) }),
  },
  {
    rule: 'reconciliations_one_under_way',
    kind: 'unique',
    breaks: async (rows) => {
      await run(rows);
      await run(rows);
    },
    keeps: async (rows) => {
      await run(rows, FAILED);
      await run(rows);
    },
  },
  check('reconciliations_days_are_days', 'no day', { days: 0 }, { days: 1 }),
  check('reconciliations_differences_is_array', 'an object', { differences: '{}' }, { differences: '[]' }),
  check('reconciliations_failure_is_known', 'another reason', { ...FAILED, failure: 'bored' }, FAILED),
  check('reconciliations_ends_in_one_way', 'an end of nothing', { ended_at: LATER }, RESULT),
  check('reconciliations_ends_in_one_way', 'both', { ...RESULT, failure: 'broken' }, FAILED),
  check('reconciliations_result_is_whole', 'a sum too few', { ...RESULT, ours_cents: null }, RESULT),
  {
    rule: 'payments_reversed_has_time',
    kind: 'check',
    breaks: async (rows) => rows.refund(await rows.settledCharge(), 100, { reversed_at: NOON }),
  },
];
