import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows, SUCCEEDED } from './schema-rows.js';

const LATER = '2030-05-02T12:00:00Z';

const changeOfSettled =
  (change: Row, settled: Row = {}) =>
  async (rows: SchemaRows): Promise<void> =>
    rows.update('payments', (await rows.settledCharge(settled)).id, change);

const PROVIDER_IDS = ['stripe_payment_intent_id', 'stripe_charge_id', 'stripe_transfer_id', 'stripe_refund_id'];

/** A refund of 1.00 of which 0.80 are the guard's. */
const partRefund = async (rows: SchemaRows, row: Row): Promise<unknown> =>
  rows.refund(await rows.settledCharge(), 100, { platform_fee_cents: 20, guard_payout_cents: 80, ...row });

const HOLD_FACTS: Row = {
  stripe_customer_id: 'cus_1',
  stripe_payment_method_id: 'pm_1',
  capture_before: LATER,
  mend_by: LATER,
};

const SETTLED_COLUMNS: Row = {
  amount_cents: 19_999,
  platform_fee_cents: 3999,
  guard_payout_cents: 16_001,
  authorized_cents: 30_000,
  succeeded_at: LATER,
  created_at: LATER,
  payment_type: 'payout',
};

export const PAYMENTS: Attempt[] = [
  { rule: 'payments_pkey', kind: 'unique', breaks: async (rows) => rows.charge({ id: await rows.charge() }) },
  { rule: 'payments_job_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.charge({ job_id: randomUUID() }) },
  { rule: 'payments_payer_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.charge({ payer_id: randomUUID() }) },
  { rule: 'payments_payee_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.payout({ payee_id: randomUUID() }) },
  {
    rule: 'payments_refund_of_fkey',
    kind: 'foreignKey',
    breaks: async (rows) => rows.refund({ id: randomUUID(), jobId: await rows.job() }, 100),
  },
  { rule: 'payments_guarantee_is_payout', kind: 'check', breaks: (rows) => rows.charge({ is_guarantee: true }) },
  { rule: 'payments_recovered_by_charges', kind: 'check', breaks: (rows) => rows.charge({ recovered_cents: 4001 }) },
  {
    rule: 'payments_one_guarantee_per_job',
    kind: 'unique',
    breaks: async (rows) => {
      const jobId = await rows.job();
      await rows.payout({ job_id: jobId, is_guarantee: true });
      await rows.payout({
        ...{ job_id: jobId, is_guarantee: true },
        paid_out_of: await rows.charge({ job_id: jobId, status: 'failed', failed_at: NOON }),
      });
    },
  },
  ...PROVIDER_IDS.map((column) => ({
    rule: `payments_${column}_unique`,
    kind: 'unique' as const,
    breaks: async (rows: SchemaRows) => {
      await rows.charge({ [column]: 'name_1' });
      await rows.charge({ [column]: 'name_1' });
    },
  })),
  {
    rule: 'payments_key_number_not_negative',
    kind: 'check',
    breaks: (rows) => rows.charge({ stripe_key_number: -1 }),
    keeps: (rows) => rows.charge({ stripe_key_number: 1 }),
  },
  {
    rule: 'payments_on_session_of_charges',
    kind: 'check',
    breaks: (rows) => rows.payout({ on_session: true }),
    keeps: (rows) => rows.charge({ on_session: true }),
  },
  {
    rule: 'payments_amounts_positive',
    kind: 'check',
    by: 'nothing',
    breaks: (rows) => rows.charge({ amount_cents: 0, platform_fee_cents: 0, guard_payout_cents: 0 }),
  },
  {
    rule: 'payments_amounts_positive',
    kind: 'check',
    by: 'a negative part',
    breaks: (rows) => rows.charge({ platform_fee_cents: -1, guard_payout_cents: 20_001 }),
  },
  {
    rule: 'payments_amounts_positive',
    kind: 'check',
    by: "a negative fee of the provider's",
    breaks: (rows) => rows.charge({ stripe_fee_cents: -1 }),
  },
  { rule: 'payments_split_adds_up', kind: 'check', breaks: (rows) => rows.charge({ guard_payout_cents: 15_999 }) },
  {
    rule: 'payments_capture_within_hold',
    kind: 'check',
    breaks: (rows) => rows.charge({ authorized_cents: 19_999 }),
    keeps: (rows) => rows.charge({ authorized_cents: 20_000 }),
  },
  {
    rule: 'payments_parties_by_type',
    kind: 'check',
    by: 'a charge nobody pays',
    breaks: (rows) => rows.charge({ payer_id: null }),
  },
  {
    rule: 'payments_parties_by_type',
    kind: 'check',
    by: 'a payout to nobody',
    breaks: (rows) => rows.payout({ payee_id: null }),
  },
  {
    rule: 'payments_parties_by_type',
    kind: 'check',
    by: 'a refund of nothing',
    breaks: async (rows) => rows.refund(await rows.settledCharge(), 100, { refund_of: null }),
  },
  {
    rule: 'payments_settled_has_time',
    kind: 'check',
    breaks: (rows) => rows.charge({ status: 'succeeded' }),
    keeps: (rows) => rows.charge(SUCCEEDED),
  },
  {
    rule: 'payments_failed_has_time',
    kind: 'check',
    breaks: (rows) => rows.charge({ status: 'failed' }),
    keeps: (rows) => rows.charge({ status: 'failed', failed_at: NOON }),
  },
  { rule: 'payments_metadata_is_object', kind: 'check', breaks: (rows) => rows.charge({ metadata: '[]' }) },
  {
    rule: 'payments_one_live_charge_per_job',
    kind: 'unique',
    breaks: async (rows) => {
      const jobId = await rows.job();
      await rows.charge({ job_id: jobId });
      await rows.charge({ job_id: jobId });
    },
    keeps: async (rows) => {
      const jobId = await rows.job();
      await rows.charge({ job_id: jobId, status: 'failed', failed_at: NOON });
      await rows.charge({ job_id: jobId, status: 'cancelled' });
      await rows.charge({ job_id: jobId });
    },
  },
  {
    rule: 'payments_one_live_payout_per_charge',
    kind: 'unique',
    breaks: async (rows) => {
      const { id, jobId } = await rows.settledCharge();
      await rows.payout({ job_id: jobId, paid_out_of: id });
      await rows.payout({ job_id: jobId, paid_out_of: id });
    },
    keeps: async (rows) => {
      const { id, jobId } = await rows.settledCharge();
      const tip = { platform_fee_cents: 0, guard_payout_cents: 20_000, purpose: 'tip' };
      await rows.payout({ job_id: jobId, paid_out_of: id });
      await rows.payout({ job_id: jobId, paid_out_of: await rows.charge({ job_id: jobId, ...tip }) });
    },
  },
  {
    rule: 'payments_one_hours_charge_under_way',
    kind: 'unique',
    breaks: async (rows) => {
      const jobId = await rows.job();
      await rows.charge({ job_id: jobId, purpose: 'hours' });
      await rows.charge({ job_id: jobId, purpose: 'hours', status: 'processing' });
    },
    keeps: async (rows) => {
      const jobId = await rows.job();
      await rows.charge({ job_id: jobId, purpose: 'hours', ...SUCCEEDED });
      await rows.charge({ job_id: jobId, purpose: 'hours' });
      await rows.charge({ job_id: jobId });
    },
  },
  {
    rule: 'payments_paid_out_of_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.payout({ paid_out_of: randomUUID() }),
  },
  { rule: 'payments_payout_names_charge', kind: 'check', breaks: (rows) => rows.payout({ paid_out_of: null }) },
  {
    rule: 'payments_payout_names_charge',
    kind: 'check',
    by: 'a charge that is paid out of another',
    breaks: async (rows) => rows.charge({ paid_out_of: await rows.charge() }),
  },
  {
    rule: 'payments_tip_is_the_guards',
    kind: 'check',
    breaks: (rows) => rows.charge({ purpose: 'tip' }),
    keeps: (rows) => rows.charge({ purpose: 'tip', platform_fee_cents: 0, guard_payout_cents: 20_000 }),
  },
  {
    rule: 'payments_status_transition',
    kind: 'check',
    by: 'settled money becomes pending',
    breaks: changeOfSettled({ status: 'pending' }),
    keeps: changeOfSettled({ status: 'disputed' }),
  },
  {
    rule: 'payments_never_deleted',
    kind: 'check',
    by: 'DELETE',
    breaks: async (rows) => rows.delete('payments', await rows.charge()),
  },
  {
    rule: 'payments_never_deleted',
    kind: 'check',
    by: 'TRUNCATE',
    breaks: (rows) => rows.empty('payments', 'disputes'),
  },
  ...Object.entries(SETTLED_COLUMNS).map(([column, value]) => ({
    rule: 'payments_settled_is_fixed',
    kind: 'check' as const,
    by: column,
    breaks: changeOfSettled({ [column]: value }),
  })),
  {
    rule: 'payments_settled_is_fixed',
    kind: 'check',
    by: 'a fee of the provider that is known already',
    breaks: changeOfSettled({ stripe_fee_cents: 611 }, { stripe_fee_cents: 610 }),
    keeps: changeOfSettled({ stripe_fee_cents: 610 }),
  },
  {
    rule: 'payments_settled_is_fixed',
    kind: 'check',
    by: 'another payer before it settles',
    breaks: async (rows) => rows.update('payments', await rows.charge(), { payer_id: await rows.user() }),
  },
  {
    rule: 'payments_refunds_within_charge',
    kind: 'check',
    by: 'a cent too much, in two parts',
    breaks: async (rows) => {
      const charge = await rows.settledCharge();
      await rows.refund(charge, 12_000);
      await rows.refund(charge, 8001);
    },
    keeps: async (rows) => {
      const charge = await rows.settledCharge();
      await rows.refund(charge, 12_000);
      await rows.refund(charge, 20_000, { status: 'failed', failed_at: NOON });
      await rows.refund(charge, 8000);
    },
  },
  {
    rule: 'payments_refunds_within_charge',
    kind: 'check',
    by: 'a refund that grows',
    breaks: async (rows) => {
      const id = await rows.refund(await rows.settledCharge(), 20_000);
      await rows.update('payments', id, { amount_cents: 20_001, guard_payout_cents: 20_001 });
    },
  },
  {
    rule: 'payments_refunds_within_charge',
    kind: 'check',
    by: 'money that was not taken yet',
    breaks: async (rows) => {
      const jobId = await rows.job();
      await rows.refund({ id: await rows.charge({ job_id: jobId }), jobId }, 100);
    },
  },
  {
    rule: 'payments_refunds_within_charge',
    kind: 'check',
    by: "another job's charge",
    breaks: async (rows) => rows.refund({ ...(await rows.settledCharge()), jobId: await rows.job() }, 100),
  },
  {
    rule: 'payments_stand_in_takes_no_money',
    kind: 'check',
    breaks: (rows) => rows.charge({ ...SUCCEEDED, is_current: false }),
    keeps: async (rows) => {
      const jobId = await rows.job();
      await rows.charge({ job_id: jobId, status: 'authorized' });
      await rows.charge({ job_id: jobId, status: 'authorized', is_current: false });
    },
  },
  {
    rule: 'payments_stands_in_for_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.charge({ is_current: false, stands_in_for: randomUUID() }),
    keeps: async (rows) => {
      const jobId = await rows.job();
      const held = await rows.charge({ job_id: jobId, status: 'authorized' });
      await rows.charge({ job_id: jobId, is_current: false, stands_in_for: held, extend_to: LATER });
    },
  },
  {
    rule: 'payments_stripe_reversal_id_unique',
    kind: 'unique',
    breaks: async (rows) => {
      await partRefund(rows, { ...SUCCEEDED, reversed_cents: 80, reversed_at: NOON, stripe_reversal_id: 'trr_1' });
      await partRefund(rows, { ...SUCCEEDED, reversed_cents: 80, reversed_at: NOON, stripe_reversal_id: 'trr_1' });
    },
  },
  ...Object.entries(HOLD_FACTS).map(([column, value]) => ({
    rule: 'payments_hold_facts_of_charges',
    kind: 'check' as const,
    by: column,
    breaks: (rows: SchemaRows) => rows.payout({ status: 'failed', failed_at: NOON, [column]: value }),
    keeps: (rows: SchemaRows) => rows.charge({ status: 'failed', failed_at: NOON, [column]: value }),
  })),
  {
    rule: 'payments_account_of_payouts',
    kind: 'check',
    by: 'an account to be paid',
    breaks: (rows) => rows.charge({ stripe_account_id: 'acct_1' }),
    keeps: (rows) => rows.payout({ stripe_account_id: 'acct_1' }),
  },
  {
    rule: 'payments_account_of_payouts',
    kind: 'check',
    by: 'a charge that waits for an account',
    breaks: (rows) => rows.charge({ awaits_account: true }),
    keeps: (rows) => rows.payout({ awaits_account: true }),
  },
  {
    rule: 'payments_reversal_of_refunds',
    kind: 'check',
    by: 'cents to be taken back',
    breaks: (rows) => rows.payout({ ...SUCCEEDED, to_reverse_cents: 1 }),
  },
  {
    rule: 'payments_reversal_of_refunds',
    kind: 'check',
    by: 'a reversal',
    breaks: (rows) => rows.payout({ ...SUCCEEDED, stripe_reversal_id: 'trr_1' }),
  },
  {
    rule: 'payments_reason_of_refunds',
    kind: 'check',
    breaks: (rows) => rows.charge({ reason: 'late' }),
    keeps: (rows) => partRefund(rows, { reason: 'late' }),
  },
  {
    rule: 'payments_reversal_within_part',
    kind: 'check',
    by: 'a cent more than the part',
    breaks: (rows) => partRefund(rows, { ...SUCCEEDED, to_reverse_cents: 81 }),
    keeps: (rows) => partRefund(rows, { ...SUCCEEDED, to_reverse_cents: 80 }),
  },
  {
    rule: 'payments_reversal_within_part',
    kind: 'check',
    by: 'less than nothing',
    breaks: (rows) => partRefund(rows, { ...SUCCEEDED, to_reverse_cents: -1 }),
  },
  {
    rule: 'payments_reversal_within_part',
    kind: 'check',
    by: 'taken back and still to be',
    breaks: (rows) =>
      partRefund(rows, {
        ...SUCCEEDED,
        to_reverse_cents: 1,
        reversed_cents: 80,
        reversed_at: NOON,
        stripe_reversal_id: 'trr_1',
      }),
  },
  {
    rule: 'payments_reversal_of_given_refund',
    kind: 'check',
    breaks: (rows) => partRefund(rows, { to_reverse_cents: 80 }),
  },
  {
    rule: 'payments_reversal_has_id',
    kind: 'check',
    breaks: (rows) => partRefund(rows, { ...SUCCEEDED, reversed_cents: 80, reversed_at: NOON }),
    keeps: (rows) =>
      partRefund(rows, { ...SUCCEEDED, reversed_cents: 80, reversed_at: NOON, stripe_reversal_id: 'trr_1' }),
  },
  {
    rule: 'payments_extension_stands_in',
    kind: 'check',
    breaks: (rows) => rows.charge({ is_current: false, extend_to: LATER }),
  },
  {
    rule: 'payments_awaiting_account_is_pending',
    kind: 'check',
    breaks: (rows) => rows.payout({ status: 'processing', awaits_account: true }),
  },
  { rule: 'payments_mend_by_of_failed', kind: 'check', breaks: (rows) => rows.charge({ mend_by: LATER }) },
  {
    rule: 'payments_retry_of_waiting',
    kind: 'check',
    breaks: (rows) => rows.payout({ status: 'processing', retry_at: LATER }),
    keeps: (rows) => rows.payout({ retry_at: LATER }),
  },
  { rule: 'payments_only_refunds_return', kind: 'check', breaks: changeOfSettled({ returned_at: NOON }) },
  {
    rule: 'payments_returned_once',
    kind: 'check',
    breaks: async (rows) => {
      const refund = await rows.refund(await rows.settledCharge(), 100, SUCCEEDED);
      await rows.update('payments', refund, { returned_at: NOON });
      await rows.update('payments', refund, { returned_at: null });
    },
  },
];
