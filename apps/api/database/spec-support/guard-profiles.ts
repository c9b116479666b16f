import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, PLACE } from './schema-rows.js';

const ZONE = 'America/Los_Angeles';
const LICENSE = { license_number: 'G-1', license_state: 'CA', license_expires_on: '2031-01-31' };

export const GUARD_PROFILES: Attempt[] = [
  {
    rule: 'guard_profiles_pkey',
    kind: 'unique',
    breaks: async (rows) => rows.guardProfile({ id: await rows.guardProfile() }),
  },
  {
    rule: 'guard_profiles_user_id_unique',
    kind: 'unique',
    breaks: async (rows) => {
      const userId = await rows.guard();
      await rows.guardProfile({ user_id: userId });
      await rows.guardProfile({ user_id: userId });
    },
  },
  {
    rule: 'guard_profiles_user_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.guardProfile({ user_id: randomUUID() }),
  },
  {
    rule: 'guard_profiles_skills_is_array',
    kind: 'check',
    by: 'an object',
    breaks: (rows) => rows.guardProfile({ skills: '{"driving": true}' }),
    keeps: (rows) => rows.guardProfile({ skills: '["driving", "first aid"]' }),
  },
  {
    rule: 'guard_profiles_skills_is_array',
    kind: 'check',
    by: 'a string',
    breaks: (rows) => rows.guardProfile({ skills: '"driving"' }),
  },
  {
    rule: 'guard_profiles_certifications_is_array',
    kind: 'check',
    breaks: (rows) => rows.guardProfile({ certifications: '{}' }),
  },
  {
    rule: 'guard_profiles_metadata_is_object',
    kind: 'check',
    breaks: (rows) => rows.guardProfile({ metadata: '[]' }),
  },
  {
    rule: 'guard_profiles_license_state_is_code',
    kind: 'check',
    breaks: (rows) => rows.guardProfile({ license_state: 'Cal' }),
    keeps: (rows) => rows.guardProfile({ license_state: 'CA' }),
  },
  {
    rule: 'guard_profiles_rate_positive',
    kind: 'check',
    breaks: (rows) => rows.guardProfile({ hourly_rate_cents: 0 }),
    keeps: (rows) => rows.guardProfile({ hourly_rate_cents: 1 }),
  },
  {
    rule: 'guard_profiles_rating_0_to_5',
    kind: 'check',
    by: 'above',
    breaks: (rows) => rows.guardProfile({ average_rating: 5.01 }),
    keeps: (rows) => rows.guardProfile({ average_rating: 5 }),
  },
  {
    rule: 'guard_profiles_rating_0_to_5',
    kind: 'check',
    by: 'below',
    breaks: (rows) => rows.guardProfile({ average_rating: -0.01 }),
    keeps: (rows) => rows.guardProfile({ average_rating: 0 }),
  },
  {
    rule: 'guard_profiles_totals_not_negative',
    kind: 'check',
    by: 'jobs',
    breaks: (rows) => rows.guardProfile({ total_jobs_completed: -1 }),
  },
  {
    rule: 'guard_profiles_totals_not_negative',
    kind: 'check',
    by: 'minutes',
    breaks: (rows) => rows.guardProfile({ total_minutes_worked: -1 }),
  },
  {
    rule: 'guard_profiles_working_week_is_a_week',
    kind: 'check',
    by: 'a minute after Sunday',
    breaks: (rows) => rows.guardProfile({ time_zone: ZONE, working_week: '{[10079,10081)}' }),
    keeps: (rows) => rows.guardProfile({ time_zone: ZONE, working_week: '{[0,1),[10079,10080)}' }),
  },
  {
    rule: 'guard_profiles_working_week_is_a_week',
    kind: 'check',
    by: 'no minute at all',
    breaks: (rows) => rows.guardProfile({ time_zone: ZONE, working_week: '{}' }),
  },
  {
    rule: 'guard_profiles_days_off_have_ends',
    kind: 'check',
    breaks: (rows) => rows.guardProfile({ time_zone: ZONE, days_off: '{[2030-05-01,)}' }),
    keeps: (rows) => rows.guardProfile({ time_zone: ZONE, days_off: '{[2030-05-01,2030-05-02)}' }),
  },
  {
    rule: 'guard_profiles_hours_have_zone',
    kind: 'check',
    by: 'hours',
    breaks: (rows) => rows.guardProfile({ working_week: '{[0,1)}' }),
  },
  {
    rule: 'guard_profiles_hours_have_zone',
    kind: 'check',
    by: 'days off',
    breaks: (rows) => rows.guardProfile({ days_off: '{[2030-05-01,2030-05-02)}' }),
  },
  {
    rule: 'guard_profiles_rating_count_not_negative',
    kind: 'check',
    breaks: (rows) => rows.guardProfile({ rating_count: -1 }),
  },
  {
    rule: 'guard_profiles_location_has_time',
    kind: 'check',
    by: 'a position without time',
    breaks: (rows) => rows.guardProfile({ current_location: PLACE }),
    keeps: (rows) => rows.guardProfile({ current_location: PLACE, location_updated_at: NOON }),
  },
  {
    rule: 'guard_profiles_location_has_time',
    kind: 'check',
    by: 'a time without position',
    breaks: (rows) => rows.guardProfile({ location_updated_at: NOON }),
  },
  {
    rule: 'guard_profiles_verified_has_license',
    kind: 'check',
    breaks: (rows) => rows.guardProfile({ ...LICENSE, license_number: null, license_verified_at: NOON }),
    keeps: (rows) => rows.guardProfile({ ...LICENSE, license_verified_at: NOON }),
  },
  {
    rule: 'guard_profiles_refused_has_reason',
    kind: 'check',
    breaks: (rows) => rows.guardProfile({ ...LICENSE, license_refused_at: NOON }),
    keeps: (rows) => rows.guardProfile({ ...LICENSE, license_refused_at: NOON, license_refusal: 'cannot be read' }),
  },
  {
    rule: 'guard_profiles_refused_is_not_verified',
    kind: 'check',
    breaks: (rows) =>
      rows.guardProfile({
        ...LICENSE,
        license_verified_at: NOON,
        license_refused_at: NOON,
        license_refusal: 'blurred',
      }),
  },
  {
    rule: 'guard_profiles_back_to_is_while_busy',
    kind: 'check',
    breaks: (rows) => rows.guardProfile({ back_to: 'offline' }),
  },
];
