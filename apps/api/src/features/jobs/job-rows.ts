import type { JobDraft, SiteContact } from '@aegis/contract';
import { jobs, users } from '../../../database/tables.js';
import { position } from '../../platform/database/geography.js';
import { aliased, pick } from '../../platform/database/shapes.js';
import { boolean, instant, json, type RowOf, text } from '../../platform/database/sql-types.js';
import { fullNameSql } from '../identity/users/full-name.js';
import type { Price } from '../../platform/money/money.js';

const j = aliased(jobs, 'j');
const customer = aliased(users, 'c');

/** A job with its site and the names of its parties, as FROM_JOBS joins them. */
export const JOB = {
  ...pick(j, 'id', 'status', 'customerId', 'guardId', 'title', 'description', 'jobType'),
  ...pick(j, 'locationAddress', 'locationNotes', 'startTime', 'endTime', 'durationHours'),
  location: position(j.locationCoordinates),
  siteRadiusMeters: j.siteRadiusMeters,
  contact: json<SiteContact>().orNull(
    `CASE WHEN j.contact_name IS NOT NULL THEN json_build_object('name', j.contact_name, 'phone', j.contact_phone) END`,
  ),
  ...pick(j, 'purchaseOrder', 'version', 'termsChangedAt'),
  ...pick(j, 'requiredClearanceLevel', 'requiredSkills', 'specialRequirements'),
  ...pick(j, 'hourlyRateCents', 'totalAmountCents', 'platformFeeCents', 'guardPayoutCents'),
  ...pick(j, 'workedMinutes', 'dueAmountCents', 'agreedCents', 'checkInProof', 'endedBy', 'leftPostAt'),
  ...pick(j, 'arrivalTriedAt', 'waitAskedAt', 'waitsUntil'),
  ...pick(
    j,
    'requestedAt',
    'matchedAt',
    'startedAt',
    'completedAt',
    'cancelledAt',
    'cancellationReason',
    'cancelledBy',
  ),
  /** Since when it is (or was last) in dispatch: its booking, or the last time that it was given back, changed or searched again. */
  openSince: instant(
    `COALESCE(GREATEST(${j.requestedAt.text}, ${j.reopenedAt.text}, ${j.termsChangedAt.text}), ${j.requestedAt.text})`,
  ),
  /** How long the guard was expected to be on the way when they took the job; null: not known. */
  promisedTravelSeconds: j.promisedTravelSeconds,
  /** Nobody is asked while its customer is suspended. */
  isPaused: boolean(`${customer.status.text} = 'suspended'`),
  customerName: text(fullNameSql('c')),
  guardName: text.orNull(fullNameSql('g')),
};

/** By primary key. */
const PARTIES = `JOIN users c ON c.id = j.customer_id LEFT JOIN users g ON g.id = j.guard_id`;

export const FROM_JOBS = `FROM jobs j ${PARTIES}`;

/** For a statement that changes jobs and gives each as it is after that. */
export const changedBy = (change: string, row: string): string =>
  `WITH j AS (${change} RETURNING *) SELECT ${row} FROM j ${PARTIES}`;

/** A job inside of the server; what goes over the wire is made of it in job-answer.ts. */
export type JobRow = RowOf<typeof JOB>;

/** Who has ended a job that is completed. */
export type JobEnd = NonNullable<JobRow['endedBy']>;

/** What decides whether a job's guard is followed, and who may see it. */
export const FOLLOWED_JOB = {
  ...pick(jobs, 'id', 'customerId', 'guardId', 'status', 'startTime'),
  ...pick(jobs, 'matchedAt', 'startedAt', 'completedAt', 'cancelledAt'),
  ...pick(jobs, 'endTime', 'siteRadiusMeters', 'leftPostAt'),
  location: position(jobs.locationCoordinates),
};
export type FollowedJob = Pick<JobRow, keyof typeof FOLLOWED_JOB>;

/** With the state of the row: another one after every change of any of it (see `isChangedSql`). */
export const FOLLOWED_JOB_IN_STATE = { ...FOLLOWED_JOB, rowState: text('xmin::text') };
export type FollowedJobInState = RowOf<typeof FOLLOWED_JOB_IN_STATE>;

/** What is said of a job in messages about it. */
export const NAMED_JOB = {
  ...pick(j, 'id', 'title', 'startTime', 'endTime', 'guardId'),
  location: position(j.locationCoordinates),
  guardName: text.orNull(fullNameSql('g')),
};
export type NamedJob = RowOf<typeof NAMED_JOB>;

/** What papers say of a job that was paid for. */
export const PAID_JOB = {
  ...pick(jobs, 'id', 'status', 'title', 'purchaseOrder', 'startedAt', 'locationAddress'),
  location: position(jobs.locationCoordinates),
};
export type PaidJob = RowOf<typeof PAID_JOB>;

/** What a calendar says of a job. */
export const CALENDAR_JOB = {
  ...pick(jobs, 'id', 'status', 'customerId', 'guardId', 'title', 'locationAddress', 'startTime', 'endTime'),
  ...pick(jobs, 'updatedAt'),
  location: position(jobs.locationCoordinates),
};
export type CalendarJob = RowOf<typeof CALENDAR_JOB>;

/** What money follows from. Read at every step of it, so without the joins and places of the job that people are shown. */
export const BOOKED_JOB = {
  ...pick(jobs, 'id', 'status', 'customerId', 'guardId', 'startTime', 'endTime'),
  ...pick(jobs, 'totalAmountCents', 'platformFeeCents', 'guardPayoutCents', 'dueAmountCents', 'requestedAt'),
  /** The card that was chosen for it. */
  cardId: jobs.cardId,
  /** When it was completed or cancelled. */
  endedAt: instant.orNull('COALESCE(completed_at, cancelled_at)'),
};
export type BookedJob = RowOf<typeof BOOKED_JOB>;

/** Of a job that has ended: what is due for it. */
export type EndedJob = Pick<JobRow, 'id'> & { dueAmountCents: number; endedAt: Date | null };

/** What a guard has done, and its price. */
export type DoneJob = Pick<JobRow, 'id' | 'title' | 'totalAmountCents' | 'platformFeeCents' | 'guardPayoutCents'>;

/** As it is booked: what was asked for, at the price of that moment. */
export type NewJob = JobDraft & Price & Pick<JobRow, 'id' | 'customerId' | 'requestedAt' | 'siteRadiusMeters'>;
