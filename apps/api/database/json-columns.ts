import type { JobTerm, MoneyDifference, ScoreComponents } from '@aegis/contract';

/** Things nobody decides by, under names that only their writer and a person who reads them know. */
type Details = Record<string, unknown>;

/**
 * What the columns of JSON hold. The schema knows no more of them than whether it is an array or an object, so this is the
 * one place where it is said; tables.ts does not compile when a column is missing here.
 */
export interface JsonColumns {
  'audit_log.facts': Details;
  'guard_profiles.certifications': string[];
  'guard_profiles.metadata': Details;
  'guard_profiles.skills': string[];
  /** As it went over the wire. */
  'idempotency_keys.answer': unknown;
  /** Names of the terms that it changes. */
  'job_proposals.changed': JobTerm[];
  'job_proposals.required_skills': string[];
  'job_proposals.special_requirements': string[];
  'jobs.metadata': Details;
  'jobs.required_skills': string[];
  'jobs.special_requirements': string[];
  /** Said by matching, whose own it is (explanation/decisions.repository.ts). */
  'match_decisions.inputs': unknown;
  /** Read by the kind of message that has declared them (notifications/matrix). */
  'messages.facts': Record<string, string | number>;
  'offers.components': ScoreComponents;
  'payments.metadata': Details;
  'privacy_requests.outcome': Details;
  /** Read by the kind that has declared it (x.events.ts). */
  'queued_events.payload': Record<string, string>;
  'reconciliations.differences': MoneyDifference[];
  'scheduled_runs.outcome': Details;
  'timeline.details': Details;
  'users.metadata': Details;
}
