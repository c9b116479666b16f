import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { COMPLETED, IN_PROGRESS, MATCHED, NOON, type Row, type SchemaRows } from './schema-rows.js';

const ONE = '2030-05-01T13:00:00Z';
const TWO = '2030-05-01T14:00:00Z';
const DECIDED = {
  status: 'decided',
  decided_at: TWO,
  decided_minutes: 420,
  decided_cents: 17_500,
  decision_reason: 'on the evidence',
};

const check = (rule: string, wrong: Row, right?: Row): Attempt => ({
  rule,
  kind: 'check',
  by: Object.keys(wrong).join(', '),
  breaks: (rows) => rows.correction(wrong),
  ...(right && { keeps: (rows: SchemaRows) => rows.correction(right) }),
});

async function two(rows: SchemaRows, table: 'job_breaks' | 'work_intervals', first: Row, second: Row): Promise<void> {
  const more = table === 'work_intervals' ? { kind: 'present' } : {};
  const jobId = table === 'work_intervals' ? await rows.workRecord() : await rows.job();
  for (const row of [first, second]) await rows.insert(table, { job_id: jobId, ...more, ...row });
}

async function agreedTo(rows: SchemaRows, changes: readonly Row[], agreed: Row): Promise<void> {
  const id = await rows.jobAlong(changes);
  await rows.update('jobs', id, agreed);
}

export const HOURS: Attempt[] = [
  {
    rule: 'jobs_due_within_agreed',
    kind: 'check',
    by: 'more than was booked',
    breaks: (rows) => agreedTo(rows, [MATCHED, IN_PROGRESS, COMPLETED], { due_amount_cents: 20_001 }),
    keeps: (rows) =>
      agreedTo(rows, [MATCHED, IN_PROGRESS, COMPLETED], { due_amount_cents: 20_001, agreed_cents: 20_001 }),
  },
  {
    rule: 'jobs_agreed_when_completed',
    kind: 'check',
    by: 'before it has ended',
    breaks: (rows) => agreedTo(rows, [MATCHED, IN_PROGRESS], { agreed_cents: 20_001 }),
  },
  {
    rule: 'jobs_agreed_when_completed',
    kind: 'check',
    by: 'no more than was booked',
    breaks: (rows) => agreedTo(rows, [MATCHED, IN_PROGRESS, COMPLETED], { agreed_cents: 20_000 }),
  },
  { rule: 'job_breaks_pkey', kind: 'unique', breaks: (rows) => twoOfOneKey(rows, 'job_breaks') },
  {
    rule: 'job_breaks_job_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.insert('job_breaks', { job_id: randomUUID(), begins_at: NOON }),
  },
  {
    rule: 'job_breaks_end_after_begin',
    kind: 'check',
    breaks: async (rows) => rows.insert('job_breaks', { job_id: await rows.job(), begins_at: NOON, ends_at: NOON }),
  },
  {
    rule: 'job_breaks_one_at_a_time',
    kind: 'exclusion',
    breaks: (rows) => two(rows, 'job_breaks', { begins_at: NOON }, { begins_at: ONE }),
    keeps: (rows) => two(rows, 'job_breaks', { begins_at: NOON, ends_at: ONE }, { begins_at: ONE }),
  },
  {
    rule: 'work_records_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.workRecord({ job_id: await rows.workRecord() }),
  },
  { rule: 'work_records_job_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.workRecord({ job_id: randomUUID() }) },
  { rule: 'work_records_not_negative', kind: 'check', breaks: (rows) => rows.workRecord({ worked_minutes: -1 }) },
  {
    rule: 'work_records_not_negative',
    kind: 'check',
    by: 'cents',
    breaks: (rows) => rows.workRecord({ due_amount_cents: -1 }),
  },
  { rule: 'work_intervals_pkey', kind: 'unique', breaks: (rows) => twoOfOneKey(rows, 'work_intervals') },
  {
    rule: 'work_intervals_job_id_fkey',
    kind: 'foreignKey',
    breaks: async (rows) =>
      rows.insert('work_intervals', { job_id: await rows.job(), begins_at: NOON, ends_at: ONE, kind: 'away' }),
  },
  {
    rule: 'work_intervals_end_after_begin',
    kind: 'check',
    breaks: async (rows) =>
      rows.insert('work_intervals', { job_id: await rows.workRecord(), begins_at: NOON, ends_at: NOON, kind: 'away' }),
  },
  {
    rule: 'work_intervals_fixes_not_negative',
    kind: 'check',
    breaks: async (rows) =>
      rows.insert('work_intervals', {
        ...{ job_id: await rows.workRecord(), begins_at: NOON, ends_at: ONE },
        ...{ kind: 'away', fixes: -1 },
      }),
  },
  {
    rule: 'work_intervals_apart',
    kind: 'exclusion',
    breaks: (rows) => two(rows, 'work_intervals', { begins_at: NOON, ends_at: TWO }, { begins_at: ONE, ends_at: TWO }),
    keeps: (rows) => two(rows, 'work_intervals', { begins_at: NOON, ends_at: ONE }, { begins_at: ONE, ends_at: TWO }),
  },
  {
    rule: 'corrections_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.correction({ id: await rows.correction() }),
  },
  {
    rule: 'corrections_job_id_fkey',
    kind: 'foreignKey',
    breaks: async (rows) => rows.correction({ job_id: await rows.job() }),
  },
  {
    rule: 'corrections_asked_by_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.correction({ asked_by: randomUUID() }),
  },
  {
    rule: 'corrections_decided_by_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.correction({ ...DECIDED, decided_by: randomUUID() }),
  },
  {
    rule: 'corrections_one_open_per_job',
    kind: 'unique',
    breaks: async (rows) => {
      const jobId = await rows.workRecord();
      await rows.correction({ job_id: jobId });
      await rows.correction({ job_id: jobId, status: 'to_decide' });
    },
    keeps: async (rows) => {
      const jobId = await rows.workRecord();
      await rows.correction({ job_id: jobId, status: 'withdrawn' });
      await rows.correction({ job_id: jobId });
    },
  },
  check('corrections_change_something', { to_minutes: 480, to_cents: 20_000 }, { to_minutes: 480, to_cents: 21_000 }),
  check('corrections_change_something', { from_minutes: -1 }),
  check('corrections_cents_not_negative', { to_cents: -1 }),
  check('corrections_decided_is_complete', { status: 'decided' }, DECIDED),
  check('corrections_decided_is_complete', { decided_at: TWO }),
  check('corrections_decided_is_complete', { ...DECIDED, decision_reason: null }),
  check('corrections_agreed_was_answered', { status: 'agreed' }, { status: 'agreed', answered_at: ONE }),
  check('corrections_answer_after_question', { answer_by: NOON }),
];

async function twoOfOneKey(rows: SchemaRows, table: 'job_breaks' | 'work_intervals'): Promise<void> {
  const id = randomUUID();
  await two(rows, table, { id, begins_at: NOON, ends_at: ONE }, { id, begins_at: ONE, ends_at: TWO });
}
