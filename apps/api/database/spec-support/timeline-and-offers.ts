import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows } from './schema-rows.js';

/** Tries to change the one row of a new job. */
const changeOfTimeline =
  (change: Row) =>
  async (rows: SchemaRows): Promise<void> =>
    rows.updateWhere('timeline', 'job_id', await rows.timelineRow(), change);

const FIXED: Row = {
  type: 'job.cancelled',
  from_status: 'matched',
  to_status: 'cancelled',
  occurred_at: '2031-01-01T00:00:00Z',
};

const TIMELINE: Attempt[] = [
  {
    rule: 'timeline_pkey',
    kind: 'unique',
    breaks: async (rows) => {
      await rows.timelineRow();
      await rows.repeatTimelineRow();
    },
  },
  { rule: 'timeline_job_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.timelineRow({ job_id: randomUUID() }) },
  { rule: 'timeline_user_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.timelineRow({ user_id: randomUUID() }) },
  {
    rule: 'timeline_actor_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.timelineRow({ actor_role: 'admin', actor_id: randomUUID() }),
  },
  {
    rule: 'timeline_has_subject',
    kind: 'check',
    by: 'none',
    breaks: (rows) => rows.timelineRow({ job_id: null }),
  },
  {
    rule: 'timeline_has_subject',
    kind: 'check',
    by: 'two',
    breaks: async (rows) => rows.timelineRow({ job_id: await rows.job(), user_id: await rows.user() }),
    keeps: async (rows) => rows.timelineRow({ user_id: await rows.user() }),
  },
  {
    rule: 'timeline_system_has_no_actor',
    kind: 'check',
    by: 'a person as the system',
    breaks: async (rows) => rows.timelineRow({ actor_id: await rows.user() }),
  },
  {
    rule: 'timeline_system_has_no_actor',
    kind: 'check',
    by: 'nobody as an administrator',
    breaks: (rows) => rows.timelineRow({ actor_role: 'admin' }),
  },
  { rule: 'timeline_details_is_object', kind: 'check', breaks: (rows) => rows.timelineRow({ details: '[]' }) },
  ...Object.entries(FIXED).map(([column, value]) => ({
    rule: 'timeline_is_append_only',
    kind: 'check' as const,
    by: `another ${column}`,
    breaks: changeOfTimeline({ [column]: value }),
    keeps: changeOfTimeline({ details: '{"reason": "erased"}' }),
  })),
  {
    rule: 'timeline_is_append_only',
    kind: 'check',
    by: 'DELETE',
    breaks: async (rows) => rows.delete('timeline', await rows.timelineRow(), 'job_id'),
  },
  { rule: 'timeline_is_append_only', kind: 'check', by: 'TRUNCATE', breaks: (rows) => rows.empty('timeline') },
];

async function twoOffers(rows: SchemaRows, first: Row, second: Row): Promise<void> {
  const jobId = await rows.job();
  const guardId = await rows.guard();
  await rows.offer({ job_id: jobId, guard_id: guardId, ...first });
  await rows.offer({ job_id: jobId, guard_id: guardId, ...second });
}

const OFFERS: Attempt[] = [
  {
    rule: 'match_decisions_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.decision({ id: await rows.decision() }),
  },
  {
    rule: 'match_decisions_job_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.decision({ job_id: randomUUID() }),
  },
  { rule: 'match_decisions_wave_positive', kind: 'check', breaks: (rows) => rows.decision({ wave: 0 }) },
  { rule: 'match_decisions_radius_positive', kind: 'check', breaks: (rows) => rows.decision({ radius_meters: 0 }) },
  { rule: 'match_decisions_offered_not_negative', kind: 'check', breaks: (rows) => rows.decision({ offered: -1 }) },
  { rule: 'match_decisions_inputs_is_object', kind: 'check', breaks: (rows) => rows.decision({ inputs: '[]' }) },
  { rule: 'match_decisions_batch_has_id', kind: 'check', breaks: (rows) => rows.decision({ reason: 'batch' }) },
  { rule: 'deadlines_pkey', kind: 'unique', breaks: async (rows) => rows.deadline({ id: await rows.deadline() }) },
  { rule: 'deadlines_attempts_not_negative', kind: 'check', breaks: (rows) => rows.deadline({ attempts: -1 }) },
  { rule: 'offers_pkey', kind: 'unique', breaks: async (rows) => rows.offer({ id: await rows.offer() }) },
  { rule: 'offers_job_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.offer({ job_id: randomUUID() }) },
  { rule: 'offers_guard_id_fkey', kind: 'foreignKey', breaks: (rows) => rows.offer({ guard_id: randomUUID() }) },
  { rule: 'offers_expire_after_offering', kind: 'check', breaks: (rows) => rows.offer({ expires_at: NOON }) },
  {
    rule: 'offers_resolved_has_time',
    kind: 'check',
    by: 'over without time',
    breaks: (rows) => rows.offer({ status: 'declined' }),
    keeps: (rows) => rows.offer({ status: 'declined', resolved_at: NOON }),
  },
  {
    rule: 'offers_resolved_has_time',
    kind: 'check',
    by: 'live with time',
    breaks: (rows) => rows.offer({ resolved_at: NOON }),
  },
  { rule: 'offers_wave_positive', kind: 'check', breaks: (rows) => rows.offer({ wave: 0 }) },
  {
    rule: 'offers_distance_not_negative',
    kind: 'check',
    breaks: (rows) => rows.offer({ distance_meters: -0.1 }),
    keeps: (rows) => rows.offer({ distance_meters: 0 }),
  },
  { rule: 'offers_components_is_object', kind: 'check', breaks: (rows) => rows.offer({ components: '[]' }) },
  {
    rule: 'offers_seen_after_offering',
    kind: 'check',
    breaks: (rows) => rows.offer({ seen_at: '2030-05-01T11:59:59Z' }),
    keeps: (rows) => rows.offer({ seen_at: NOON }),
  },
  {
    rule: 'offers_travel_not_negative',
    kind: 'check',
    breaks: (rows) => rows.offer({ travel_seconds: -1 }),
    keeps: (rows) => rows.offer({ travel_seconds: 0 }),
  },
  { rule: 'offers_payout_positive', kind: 'check', breaks: (rows) => rows.offer({ payout_cents: 0 }) },
  {
    rule: 'offers_one_live_per_job_and_guard',
    kind: 'unique',
    breaks: (rows) => twoOffers(rows, {}, {}),
    keeps: (rows) => twoOffers(rows, { status: 'expired', resolved_at: NOON }, {}),
  },
  {
    rule: 'offers_one_accepted_per_job',
    kind: 'unique',
    breaks: async (rows) => {
      const accepted = { status: 'accepted', resolved_at: NOON };
      await twoOffers(rows, accepted, { ...accepted, guard_id: await rows.guard() });
    },
  },
];

export const TIMELINE_AND_OFFERS = [...TIMELINE, ...OFFERS];
