import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { MATCHED, NOON, type Row, type SchemaRows } from './schema-rows.js';

const ACCEPTED = { status: 'accepted', resolved_at: NOON };

const check = (rule: string, wrong: Row, right?: Row): Attempt => ({
  rule,
  kind: 'check',
  by: Object.keys(wrong).join(', '),
  breaks: (rows) => rows.proposal(wrong),
  ...(right && { keeps: (rows: SchemaRows) => rows.proposal(right) }),
});

async function twoOfOneJob(rows: SchemaRows, first: Row, second: Row = {}): Promise<void> {
  const jobId = await rows.jobAlong([MATCHED]);
  await rows.proposal({ job_id: jobId, ...first });
  await rows.proposal({ job_id: jobId, ...second });
}

async function holdFor(rows: SchemaRows, forProposal: string | undefined, change: Row = {}): Promise<void> {
  const jobId = await rows.jobAlong([MATCHED]);
  const held = await rows.charge({ job_id: jobId });
  const standIn = { job_id: jobId, is_current: false, stands_in_for: held };
  await rows.charge({ ...standIn, for_proposal: forProposal ?? (await rows.proposal({ job_id: jobId })), ...change });
}

export const PROPOSALS_AND_PLACES: Attempt[] = [
  { rule: 'job_proposals_pkey', kind: 'unique', breaks: async (rows) => rows.proposal({ id: await rows.proposal() }) },
  { rule: 'job_proposals_job_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.proposal({ job_id: randomUUID() }) },
  {
    rule: 'job_proposals_guard_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.proposal({ guard_id: randomUUID() }),
  },
  {
    rule: 'job_proposals_one_live_per_job',
    kind: 'unique',
    by: 'a second that is open',
    breaks: (rows) => twoOfOneJob(rows, {}),
    keeps: (rows) => twoOfOneJob(rows, { status: 'declined', resolved_at: NOON }),
  },
  {
    rule: 'job_proposals_one_live_per_job',
    kind: 'unique',
    by: 'one beside what was agreed to and does not count yet',
    breaks: (rows) => twoOfOneJob(rows, ACCEPTED),
    keeps: (rows) => twoOfOneJob(rows, { ...ACCEPTED, applied_at: NOON }),
  },
  check('job_proposals_change_something', { changed: '[]' }),
  check('job_proposals_change_something', { changed: '{}' }),
  check('job_proposals_end_after_start', { end_time: '2030-05-01T13:00:00Z' }),
  check('job_proposals_site_radius_50_to_500', { site_radius_meters: 49 }, { site_radius_meters: 50 }),
  check('job_proposals_skills_are_arrays', { required_skills: '{}' }),
  check('job_proposals_skills_are_arrays', { special_requirements: '"suit"' }),
  check('job_proposals_price_adds_up', { platform_fee_cents: 3999 }),
  check('job_proposals_amounts_positive', { hourly_rate_cents: 0 }),
  check('job_proposals_expire_after_proposing', { expires_at: '2030-04-30T12:00:00Z' }),
  check('job_proposals_resolved_has_time', { status: 'accepted' }, ACCEPTED),
  check('job_proposals_resolved_has_time', { resolved_at: NOON }),
  check('job_proposals_applied_is_accepted', { status: 'declined', resolved_at: NOON, applied_at: NOON }),
  {
    rule: 'payments_for_proposal_fkey',
    kind: 'foreignKey',
    breaks: (rows) => holdFor(rows, randomUUID()),
    keeps: (rows) => holdFor(rows, undefined),
  },
  {
    rule: 'payments_proposal_stands_in',
    kind: 'check',
    by: 'the hold of the job itself',
    breaks: (rows) => holdFor(rows, undefined, { stands_in_for: null }),
  },
  {
    rule: 'payments_proposal_stands_in',
    kind: 'check',
    by: 'one that is for a later end too',
    breaks: (rows) => holdFor(rows, undefined, { extend_to: NOON }),
  },
  {
    rule: 'paused_searches_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      const pause = { job_id: await rows.job(), paused_at: NOON };
      await rows.insert('paused_searches', pause);
      await rows.insert('paused_searches', pause);
    },
  },
  {
    rule: 'paused_searches_job_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.insert('paused_searches', { job_id: randomUUID(), paused_at: NOON }),
  },
  {
    rule: 'customer_places_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.savedPlace({ id: await rows.savedPlace() }),
  },
  {
    rule: 'customer_places_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.savedPlace({ user_id: randomUUID() }),
  },
  {
    rule: 'customer_places_one_of_a_label',
    kind: 'unique',
    by: 'another case',
    breaks: async (rows) => {
      const userId = await rows.user();
      await rows.savedPlace({ user_id: userId });
      await rows.savedPlace({ user_id: userId, label: 'CITY HALL' });
    },
    keeps: async (rows) => {
      await rows.savedPlace();
      await rows.savedPlace();
    },
  },
  {
    rule: 'customer_places_site_radius_50_to_500',
    kind: 'check',
    breaks: (rows) => rows.savedPlace({ site_radius_meters: 501 }),
  },
  {
    rule: 'customer_places_contact_has_name',
    kind: 'check',
    breaks: (rows) => rows.savedPlace({ contact_phone: '+12135550134' }),
  },
];
