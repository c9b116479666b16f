import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { CANCELLED, COMPLETED, IN_PROGRESS, MATCHED, NOON, type Row, type SchemaRows } from './schema-rows.js';

const FOUR = '2030-05-01T16:00:00Z';
const EIGHT = '2030-05-01T20:00:00Z';
const MIDNIGHT = '2030-05-02T00:00:00Z';

/** The last step with `wrong` in it, after the steps before. */
const lastStep =
  (steps: readonly Row[], wrong: Row) =>
  (rows: SchemaRows): Promise<string> =>
    rows.jobAlong([...steps.slice(0, -1), { ...steps.at(-1), ...wrong }]);

async function twoJobsOfOneGuard(rows: SchemaRows, second: Row): Promise<void> {
  const guardId = await rows.guard();
  for (const times of [{ start_time: NOON, end_time: FOUR }, second])
    await rows.update('jobs', await rows.job(times), { ...MATCHED, guard_id: guardId });
}

async function changeOfBooking(rows: SchemaRows, change: Row): Promise<void> {
  await rows.update('jobs', await rows.job(), change);
}

const INCOMPLETE: Attempt[] = [
  { rule: 'jobs_matched_is_complete', by: 'no guard', steps: [MATCHED], wrong: { guard_id: null } },
  { rule: 'jobs_matched_is_complete', by: 'no time', steps: [MATCHED], wrong: { matched_at: null } },
  { rule: 'jobs_in_progress_is_complete', by: 'no start', steps: [MATCHED, IN_PROGRESS], wrong: { started_at: null } },
  {
    rule: 'jobs_in_progress_is_complete',
    by: 'no proof of the arrival',
    steps: [MATCHED, IN_PROGRESS],
    wrong: { check_in_proof: null },
  },
  ...['completed_at', 'check_out_proof', 'ended_by', 'worked_minutes', 'due_amount_cents'].map((column) => ({
    rule: 'jobs_completed_is_complete',
    by: `no ${column}`,
    steps: [MATCHED, IN_PROGRESS, COMPLETED],
    wrong: { [column]: null },
  })),
  {
    rule: 'jobs_completed_is_complete',
    by: 'an end before its start',
    steps: [MATCHED, IN_PROGRESS, COMPLETED],
    wrong: { completed_at: '2030-05-01T11:00:00Z' },
  },
  ...['cancelled_at', 'cancellation_reason', 'due_amount_cents'].map((column) => ({
    rule: 'jobs_cancelled_is_complete',
    by: `no ${column}`,
    steps: [CANCELLED],
    wrong: { [column]: null },
  })),
].map(({ rule, by, steps, wrong }) => ({
  rule,
  by,
  kind: 'check' as const,
  breaks: lastStep(steps, wrong),
  keeps: lastStep(steps, {}),
}));

const BOOKED = {
  start_time: '2030-05-01T11:00:00Z',
  end_time: MIDNIGHT,
  hourly_rate_cents: 2600,
  total_amount_cents: 20_001,
  platform_fee_cents: 4001,
  guard_payout_cents: 16_001,
};

/** At the same rate. */
const LONGER = { end_time: MIDNIGHT, total_amount_cents: 30_000, platform_fee_cents: 6000, guard_payout_cents: 24_000 };

/** An hour later, by the customer. */
const EDIT = {
  start_time: '2030-05-01T13:00:00Z',
  end_time: '2030-05-01T21:00:00Z',
  version: 2,
  terms_changed_at: NOON,
};

/** A matched job becomes what its guard has agreed to, but for `other`. */
async function agreedTo(rows: SchemaRows, other: Row, answer: Row = {}): Promise<void> {
  const guardId = await rows.guard();
  const jobId = await rows.job();
  await rows.update('jobs', jobId, { ...MATCHED, guard_id: guardId });
  await rows.proposal({ job_id: jobId, guard_id: guardId, status: 'accepted', resolved_at: NOON, ...answer });
  await rows.update('jobs', jobId, { ...EDIT, ...other });
}

export const JOBS: Attempt[] = [
  {
    rule: 'jobs_purchase_order_says_something',
    kind: 'check',
    breaks: (rows) => rows.job({ purchase_order: '' }),
    keeps: (rows) => rows.job({ purchase_order: 'PO 4711' }),
  },
  {
    rule: 'jobs_customer_may_act',
    kind: 'check',
    by: 'who is suspended',
    breaks: async (rows) => rows.job({ customer_id: await rows.user({ status: 'suspended' }) }),
  },
  {
    rule: 'jobs_customer_may_act',
    kind: 'check',
    by: 'who has left',
    breaks: async (rows) => rows.job({ customer_id: await rows.user({ deleted_at: NOON }) }),
  },
  {
    rule: 'jobs_guard_may_act',
    kind: 'check',
    breaks: async (rows) => rows.jobAlong([{ ...MATCHED, guard_id: await rows.user({ status: 'suspended' }) }]),
    keeps: async (rows) => rows.jobAlong([{ ...MATCHED, guard_id: await rows.guard() }]),
  },
  { rule: 'jobs_pkey', kind: 'unique', breaks: async (rows) => rows.job({ id: await rows.job() }) },
  { rule: 'jobs_customer_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.job({ customer_id: randomUUID() }) },
  { rule: 'jobs_guard_id_fkey', kind: 'foreignKey', breaks: lastStep([MATCHED], { guard_id: randomUUID() }) },
  { rule: 'jobs_cancelled_by_fkey', kind: 'foreignKey', breaks: lastStep([CANCELLED], { cancelled_by: randomUUID() }) },
  {
    rule: 'jobs_end_after_start',
    kind: 'check',
    breaks: (rows) => rows.job({ end_time: NOON }),
    keeps: (rows) => rows.job({ end_time: '2030-05-01T12:00:01Z' }),
  },
  { rule: 'jobs_price_adds_up', kind: 'check', breaks: (rows) => rows.job({ platform_fee_cents: 3999 }) },
  {
    rule: 'jobs_amounts_positive',
    kind: 'check',
    by: 'nothing',
    breaks: (rows) => rows.job({ total_amount_cents: 0, platform_fee_cents: 0, guard_payout_cents: 0 }),
  },
  {
    rule: 'jobs_amounts_positive',
    kind: 'check',
    by: 'a negative fee',
    breaks: (rows) => rows.job({ platform_fee_cents: -1, guard_payout_cents: 20_001 }),
    keeps: (rows) => rows.job({ platform_fee_cents: 0, guard_payout_cents: 20_000 }),
  },
  {
    rule: 'jobs_position_is_kept',
    kind: 'check',
    by: 'an arrival',
    breaks: lastStep([MATCHED, IN_PROGRESS], { check_in_location: null }),
    keeps: lastStep([MATCHED, IN_PROGRESS], { check_in_proof: 'code', check_in_location: null }),
  },
  {
    rule: 'jobs_position_is_kept',
    kind: 'check',
    by: 'an end',
    breaks: lastStep([MATCHED, IN_PROGRESS, COMPLETED], { check_out_location: null }),
    keeps: lastStep([MATCHED, IN_PROGRESS, COMPLETED], {
      ended_by: 'clock',
      check_out_proof: null,
      check_out_location: null,
    }),
  },
  {
    rule: 'jobs_worked_within_life',
    kind: 'check',
    breaks: lastStep([MATCHED, IN_PROGRESS, COMPLETED], { worked_minutes: 481 }),
    keeps: lastStep([MATCHED, IN_PROGRESS, COMPLETED], { worked_minutes: 480 }),
  },
  {
    rule: 'jobs_worked_within_life',
    kind: 'check',
    by: 'an end that somebody gave',
    breaks: lastStep([MATCHED, IN_PROGRESS, COMPLETED], { worked_minutes: 481, ended_by: 'admin' }),
    keeps: lastStep([MATCHED, IN_PROGRESS, COMPLETED], {
      worked_minutes: 481,
      ended_by: 'clock',
      check_out_proof: null,
    }),
  },
  {
    rule: 'jobs_code_tries_at_most_five',
    kind: 'check',
    breaks: (rows) => rows.job({ code_tries: 6 }),
    keeps: (rows) => rows.job({ code_tries: 5 }),
  },
  {
    rule: 'jobs_left_post_is_at_work',
    kind: 'check',
    breaks: lastStep([MATCHED], { left_post_at: NOON }),
    keeps: lastStep([MATCHED, IN_PROGRESS], { left_post_at: NOON }),
  },
  {
    rule: 'jobs_asked_to_wait_until',
    kind: 'check',
    breaks: lastStep([MATCHED], { wait_asked_at: NOON, waits_until: NOON }),
    keeps: lastStep([MATCHED], { wait_asked_at: NOON, waits_until: FOUR }),
  },
  {
    rule: 'jobs_one_at_work_per_guard',
    kind: 'unique',
    breaks: async (rows) => {
      const guardId = await rows.guard();
      for (const times of [
        { start_time: NOON, end_time: FOUR },
        { start_time: FOUR, end_time: EIGHT },
      ]) {
        const jobId = await rows.job(times);
        await rows.update('jobs', jobId, { ...MATCHED, guard_id: guardId });
        await rows.update('jobs', jobId, { ...IN_PROGRESS, guard_id: guardId });
      }
    },
  },
  {
    rule: 'jobs_reopened_after_request',
    kind: 'check',
    breaks: (rows) => rows.job({ requested_at: NOON, reopened_at: '2030-05-01T11:59:59Z' }),
    keeps: (rows) => rows.job({ requested_at: NOON, reopened_at: NOON }),
  },
  { rule: 'jobs_due_within_agreed', kind: 'check', breaks: lastStep([CANCELLED], { due_amount_cents: 20_001 }) },
  {
    rule: 'jobs_worked_minutes_not_negative',
    kind: 'check',
    breaks: lastStep([MATCHED, IN_PROGRESS, COMPLETED], { worked_minutes: -1 }),
  },
  { rule: 'jobs_required_skills_is_array', kind: 'check', breaks: (rows) => rows.job({ required_skills: '{}' }) },
  {
    rule: 'jobs_special_requirements_is_array',
    kind: 'check',
    breaks: (rows) => rows.job({ special_requirements: '"suit"' }),
  },
  { rule: 'jobs_metadata_is_object', kind: 'check', breaks: (rows) => rows.job({ metadata: '[]' }) },
  ...[49, 501].map((meters) => ({
    rule: 'jobs_site_radius_50_to_500',
    kind: 'check' as const,
    by: `${meters} m`,
    breaks: (rows: SchemaRows) => rows.job({ site_radius_meters: meters }),
    keeps: (rows: SchemaRows) => rows.job({ site_radius_meters: meters === 49 ? 50 : 500 }),
  })),
  {
    rule: 'jobs_promise_is_of_guard',
    kind: 'check',
    by: 'nobody',
    breaks: (rows) => rows.job({ promised_travel_seconds: 60 }),
    keeps: async (rows) => {
      const change = { ...MATCHED, guard_id: await rows.guard(), promised_travel_seconds: 60 };
      await rows.update('jobs', await rows.job(), change);
    },
  },
  {
    rule: 'jobs_promise_is_of_guard',
    kind: 'check',
    by: 'less than no time',
    breaks: async (rows) => {
      const change = { ...MATCHED, guard_id: await rows.guard(), promised_travel_seconds: -1 };
      await rows.update('jobs', await rows.job(), change);
    },
  },
  {
    rule: 'jobs_customer_is_not_guard',
    kind: 'check',
    breaks: async (rows) => {
      const userId = await rows.user();
      await rows.update('jobs', await rows.job({ customer_id: userId }), { ...MATCHED, guard_id: userId });
    },
  },
  {
    rule: 'jobs_requested_is_open',
    kind: 'check',
    by: 'given back with its guard still on it',
    breaks: (rows) => rows.jobAlong([MATCHED, { status: 'requested', matched_at: null }]),
    keeps: (rows) => rows.jobAlong([MATCHED, { status: 'requested', matched_at: null, guard_id: null }]),
  },
  ...INCOMPLETE,
  {
    rule: 'jobs_no_overlap_per_guard',
    kind: 'exclusion',
    by: 'a second',
    breaks: (rows) => twoJobsOfOneGuard(rows, { start_time: '2030-05-01T15:59:59Z', end_time: EIGHT }),
    keeps: (rows) => twoJobsOfOneGuard(rows, { start_time: FOUR, end_time: EIGHT }),
  },
  {
    rule: 'jobs_status_transition',
    kind: 'check',
    by: 'a job that begins as matched',
    breaks: async (rows) => rows.job({ ...MATCHED, guard_id: await rows.guard() }),
  },
  ...Object.entries(BOOKED).map(([column, value]) => ({
    rule: 'jobs_booking_is_fixed',
    kind: 'check' as const,
    by: column,
    breaks: (rows: SchemaRows) => changeOfBooking(rows, { [column]: value }),
  })),
  {
    rule: 'jobs_booking_is_fixed',
    kind: 'check',
    by: 'another customer',
    breaks: async (rows) => changeOfBooking(rows, { customer_id: await rows.user() }),
    keeps: (rows) => changeOfBooking(rows, { title: 'Back gate' }),
  },
  {
    rule: 'jobs_booking_is_fixed',
    kind: 'check',
    by: 'a longer job before it has its guard',
    breaks: async (rows) => rows.update('jobs', await rows.job(), LONGER),
    keeps: async (rows) => rows.update('jobs', await rows.jobAlong([MATCHED]), LONGER),
  },
  {
    rule: 'jobs_booking_is_fixed',
    kind: 'check',
    by: 'an edit once somebody has accepted',
    breaks: async (rows) => rows.update('jobs', await rows.jobAlong([MATCHED]), EDIT),
    keeps: async (rows) => rows.update('jobs', await rows.job(), EDIT),
  },
  {
    rule: 'jobs_booking_is_fixed',
    kind: 'check',
    by: 'an edit that does not count itself',
    breaks: async (rows) => rows.update('jobs', await rows.job(), { ...EDIT, version: 1 }),
  },
  {
    rule: 'jobs_booking_is_fixed',
    kind: 'check',
    by: 'an edit that gives the job to another customer',
    breaks: async (rows) => rows.update('jobs', await rows.job(), { ...EDIT, customer_id: await rows.user() }),
  },
  {
    rule: 'jobs_booking_is_fixed',
    kind: 'check',
    by: 'other terms than the guard has agreed to',
    breaks: async (rows) => agreedTo(rows, { total_amount_cents: 20_001, guard_payout_cents: 16_001 }),
    keeps: async (rows) => agreedTo(rows, {}),
  },
  {
    rule: 'jobs_booking_is_fixed',
    kind: 'check',
    by: 'terms that the guard has not agreed to yet',
    breaks: async (rows) => agreedTo(rows, {}, { status: 'open', resolved_at: null }),
  },
  {
    rule: 'jobs_contact_has_name',
    kind: 'check',
    breaks: (rows) => rows.job({ contact_phone: '+12135550134' }),
    keeps: (rows) => rows.job({ contact_phone: '+12135550134', contact_name: 'Sam' }),
  },
  {
    rule: 'jobs_card_id_is_a_name',
    kind: 'check',
    breaks: (rows) => rows.job({ card_id: 'pm_1; pm_2' }),
    keeps: (rows) => rows.job({ card_id: 'pm_1Abc' }),
  },
  { rule: 'jobs_version_positive', kind: 'check', breaks: (rows) => rows.job({ version: 0 }) },
  {
    rule: 'jobs_guard_changes_with_status',
    kind: 'check',
    by: 'another guard on a matched job',
    breaks: async (rows) => rows.update('jobs', await rows.jobAlong([MATCHED]), { guard_id: await rows.guard() }),
  },
];
