import { Injectable } from '@nestjs/common';
import type { ClearanceLevel, Position, WorkingHours } from '@aegis/contract';
import { guardProfiles, users } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { pointOf, position } from '../../platform/database/geography.js';
import { aliased, pick } from '../../platform/database/shapes.js';
import { bigint, day, instant, integer, json, type RowOf, text, uuid } from '../../platform/database/sql-types.js';
import { composed, statement } from '../../platform/database/statement.js';
import { pageStart } from '../../platform/database/page-start.js';
import type { Position as PagePosition } from '../../platform/http/paging.js';

export interface ProfileForm {
  licenseNumber: string;
  licenseState: string;
  licenseExpiresOn: string;
  clearanceLevel: ClearanceLevel;
  skills: string[];
  certifications: string[];
  hourlyRateCents: number;
  baseLocation: Position;
}

/** As the database keeps them (working-hours.ts). */
export interface StoredHours {
  timeZone: string;
  workingWeek: string | null;
  daysOff: string;
}

/** Columns of ciphertext. */
export type PaperColumn = 'tax_id_encrypted' | 'background_check_encrypted';

const g = aliased(guardProfiles, 'g');
const u = aliased(users, 'u');

const PROFILE = {
  userId: u.id,
  ...pick(u, 'firstName', 'lastName'),
  ...pick(g, 'licenseNumber', 'licenseState', 'licenseExpiresOn', 'licenseVerifiedAt', 'clearanceLevel'),
  ...pick(g, 'papersVersion', 'licenseRefusedAt', 'licenseRefusal'),
  ...pick(g, 'skills', 'certifications', 'availabilityStatus', 'hourlyRateCents'),
  ...pick(g, 'totalJobsCompleted', 'averageRating', 'totalMinutesWorked'),
  baseLocation: position(g.baseLocation),
  currentLocation: position(g.currentLocation),
  ...pick(g, 'locationUpdatedAt', 'createdAt', 'timeZone'),
  workingWeek: json<NonNullable<WorkingHours['workingWeek']>>().orNull(`CASE WHEN g.working_week IS NOT NULL THEN (
    SELECT json_agg(json_build_object('fromMinute', lower(r), 'toMinute', upper(r)) ORDER BY r)
    FROM unnest(g.working_week) AS r) END`),
  daysOff: json<WorkingHours['daysOff']>()(`COALESCE((
    SELECT json_agg(json_build_object('firstDay', lower(r), 'lastDay', upper(r) - 1) ORDER BY r)
    FROM unnest(g.days_off) AS r), '[]')`),
};
type ProfileRow = RowOf<typeof PROFILE>;

export type GuardProfile = Omit<ProfileRow, 'licenseRefusedAt' | 'licenseRefusal'> & {
  licenseRefusal: { at: Date; reason: string } | null;
};

/** Why a licence was refused stands with the moment or not at all (guard_profiles_refused_has_reason). */
const profileOf = ({ licenseRefusedAt: at, licenseRefusal: reason, ...row }: ProfileRow): GuardProfile => ({
  ...row,
  licenseRefusal: at && reason !== null ? { at, reason } : null,
});

const IS_WAITING = `license_verified_at IS NULL AND license_number IS NOT NULL AND license_refused_at IS NULL`;

const FROM_PROFILES = `FROM guard_profiles g JOIN users u ON u.id = g.user_id AND u.deleted_at IS NULL`;

const BY_USER = statement({
  takes: [guardProfiles.userId],
  gives: PROFILE,
  text: (row) => `SELECT ${row} ${FROM_PROFILES} WHERE g.user_id = $1`,
});

const PAYOUTS_READY = statement({
  name: 'guard_is_payouts_ready',
  takes: [guardProfiles.userId],
  gives: { userId: guardProfiles.userId },
  text: (row) => `SELECT ${row} FROM guard_profiles WHERE user_id = $1 AND payouts_ready_at IS NOT NULL`,
});

const SET_PAYOUTS_READY = statement({
  name: 'guard_set_payouts_ready',
  takes: [guardProfiles.userId, instant.orNull],
  gives: pick(guardProfiles, 'availabilityStatus', 'locationUpdatedAt'),
  text: (row) => `
    UPDATE guard_profiles SET payouts_ready_at = $2
    WHERE user_id = $1 AND (payouts_ready_at IS NULL) <> ($2::timestamptz IS NULL) RETURNING ${row}`,
});

/** What they were is kept for the end of the job. */
const SET_BUSY = statement({
  takes: [guardProfiles.userId],
  text: `
    UPDATE guard_profiles SET back_to = availability_status, availability_status = 'busy'
    WHERE user_id = $1 AND availability_status <> 'busy'`,
});

const SET_FREE = statement({
  name: 'guard_set_free',
  takes: [guardProfiles.userId],
  gives: { status: guardProfiles.availabilityStatus },
  text: (row) => `
    UPDATE guard_profiles SET total_jobs_completed = done.jobs, total_minutes_worked = done.minutes,
      availability_status = CASE availability_status
        WHEN 'busy' THEN COALESCE(back_to, 'available') ELSE availability_status END,
      back_to = NULL
    FROM (SELECT count(*) AS jobs, COALESCE(sum(worked_minutes), 0) AS minutes
          FROM jobs WHERE guard_id = $1 AND status = 'completed') AS done
    WHERE user_id = $1 RETURNING ${row}`,
});

const LONGEST_WAITING = { table: 'guard_profiles', time: 'created_at', key: 'user_id' };

const WAITING = statement({
  takes: [instant.orNull, uuid.orNull, integer],
  gives: PROFILE,
  text: (row) => `
    SELECT ${row} ${FROM_PROFILES}
    WHERE ${IS_WAITING}
      AND ($1::timestamptz IS NULL OR (g.created_at, g.user_id) > ${pageStart(LONGEST_WAITING, '$1', '$2::uuid')})
    ORDER BY g.created_at, g.user_id LIMIT $3`,
});

const BY_LICENSE = statement({
  takes: [text, integer],
  gives: { userId: guardProfiles.userId },
  text: (row) => `SELECT ${row} FROM guard_profiles WHERE lower(license_number) LIKE $1 ORDER BY user_id LIMIT $2`,
});

/** Each by an index that has nobody else: those who are off duty and verified, most of all, are not read. */
const COUNTS = statement({
  gives: {
    available: bigint(`COALESCE((SELECT count(*) FROM guard_profiles WHERE availability_status = 'available'), 0)`),
    waiting: bigint(`COALESCE((SELECT count(*) FROM guard_profiles WHERE ${IS_WAITING}), 0)`),
  },
  text: (row) => `SELECT ${row}`,
});

const VERIFY = statement({
  takes: [guardProfiles.userId, guardProfiles.papersVersion, instant],
  text: `
    UPDATE guard_profiles SET license_verified_at = $3, license_refused_at = NULL, license_refusal = NULL
    WHERE user_id = $1 AND papers_version = $2 AND license_number IS NOT NULL`,
});

const REFUSE = statement({
  takes: [guardProfiles.userId, guardProfiles.papersVersion, instant, text],
  text: `
    UPDATE guard_profiles SET license_refused_at = $3, license_refusal = $4
    WHERE user_id = $1 AND papers_version = $2 AND ${IS_WAITING}`,
});

/** The day is asked again: a licence that was renewed at the same moment is not ended. */
const END_LICENSE = statement({
  takes: [guardProfiles.userId, day, instant, text],
  text: `
    UPDATE guard_profiles SET license_verified_at = NULL, license_refused_at = $3, license_refusal = $4
    WHERE user_id = $1 AND license_expires_on < $2 AND license_verified_at IS NOT NULL`,
});

const ENDED_LICENSES = statement({
  takes: [day],
  gives: { userId: guardProfiles.userId },
  text: (row) => `
    SELECT ${row} FROM guard_profiles WHERE license_verified_at IS NOT NULL AND license_expires_on < $1
    ORDER BY user_id`,
});

/** Person before profile: the order of locks of everything that gives somebody a job. */
const MARK_ASSIGNED = statement({
  name: 'guard_mark_assigned',
  takes: [guardProfiles.userId, instant],
  text: `
    WITH person AS (SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE)
    UPDATE guard_profiles SET last_assigned_at = $2 FROM person WHERE user_id = person.id`,
});

@Injectable()
export class GuardProfilesRepository {
  constructor(private readonly database: Database) {}

  async byUser(userId: string): Promise<GuardProfile | null> {
    const row = await this.database.row(BY_USER, [userId]);
    return row && profileOf(row);
  }

  /** A profile with nothing in it but its owner; none of it when there is one. */
  async createEmpty(id: string, userId: string, at: Date): Promise<void> {
    await this.database.run(
      `INSERT INTO guard_profiles (id, user_id, created_at) VALUES ($1, $2, $3) ON CONFLICT (user_id) DO NOTHING`,
      [id, userId, at],
    );
  }

  async isPayoutsReady(userId: string): Promise<boolean> {
    return (await this.database.row(PAYOUTS_READY, [userId])) !== null;
  }

  /** The first of several moments stays: since when they can be paid. Null when nothing has changed. */
  setPayoutsReady(
    userId: string,
    at: Date | null,
  ): Promise<Pick<GuardProfile, 'availabilityStatus' | 'locationUpdatedAt'> | null> {
    return this.database.row(SET_PAYOUTS_READY, [userId, at]);
  }

  /**
   * What was verified stays verified only while it is the same licence and no higher clearance; what was refused waits again.
   * @param timeZone of the base
   */
  async replace(userId: string, form: ProfileForm, timeZone: string): Promise<void> {
    await this.database.run(
      `UPDATE guard_profiles SET
         license_verified_at = CASE
           WHEN (license_number, license_state, license_expires_on) IS NOT DISTINCT FROM ($2, $3, $4::date)
             AND clearance_level >= $5 THEN license_verified_at END,
         license_refused_at = NULL, license_refusal = NULL,
         license_number = $2, license_state = $3, license_expires_on = $4, clearance_level = $5, skills = $6,
         certifications = $7, hourly_rate_cents = $8, base_location = ${pointOf(9, 10)}, time_zone = $11
       WHERE user_id = $1`,
      [
        userId,
        form.licenseNumber,
        form.licenseState,
        form.licenseExpiresOn,
        form.clearanceLevel,
        JSON.stringify(form.skills),
        JSON.stringify(form.certifications),
        form.hourlyRateCents,
        form.baseLocation.lng,
        form.baseLocation.lat,
        timeZone,
      ],
    );
  }

  async setWorkingHours(userId: string, { timeZone, workingWeek, daysOff }: StoredHours): Promise<void> {
    await this.database.run(
      `UPDATE guard_profiles SET time_zone = $2, working_week = $3, days_off = $4 WHERE user_id = $1`,
      [userId, timeZone, workingWeek, daysOff],
    );
  }

  /** False when the guard is on a job: they are busy until they check out. */
  async setAvailability(userId: string, status: 'available' | 'offline'): Promise<boolean> {
    const changed = await this.database.run(
      `UPDATE guard_profiles SET availability_status = $2 WHERE user_id = $1 AND availability_status <> 'busy'`,
      [userId, status],
    );
    return changed === 1;
  }

  async setBusy(userId: string): Promise<void> {
    await this.database.run(SET_BUSY, [userId]);
  }

  /** What they are then. Sums are set, not added to: the event they follow may come twice. */
  async setFree(userId: string): Promise<GuardProfile['availabilityStatus'] | null> {
    return (await this.database.row(SET_FREE, [userId]))?.status ?? null;
  }

  /**
   * The dear write of tracking (three GiST indexes on the row): left out for a guard who has hardly moved and was seen
   * a moment ago, and for a position older than the known one.
   */
  async reportPosition(
    userId: string,
    location: Position,
    recordedAt: Date,
    unless: { movedMeters: number; staleSeconds: number },
  ): Promise<void> {
    await this.database.run(
      {
        name: 'guard_report_position',
        text: `UPDATE guard_profiles SET current_location = ${pointOf(2, 3)}, location_updated_at = $4
               WHERE user_id = $1
                 AND (location_updated_at IS NULL
                      OR (location_updated_at < $4
                          AND (location_updated_at < $4::timestamptz - make_interval(secs => $6)
                               OR NOT ST_DWithin(current_location, ${pointOf(2, 3)}, $5))))`,
      },
      [userId, location.lng, location.lat, recordedAt, unless.movedMeters, unless.staleSeconds],
    );
  }

  /**
   * Rows are locked in the order of guards first: two processes that report the same guards would else wait for each other.
   */
  async reportPositions(
    reports: readonly { guardId: string; location: Position; recordedAt: Date }[],
    unless: { movedMeters: number; staleSeconds: number },
  ): Promise<void> {
    await this.database.run(
      {
        name: 'guards_report_positions',
        text: `WITH seen AS (
                 SELECT guard_id, ST_SetSRID(ST_MakePoint(lng, lat), 4326)::geography AS location, recorded_at
                 FROM unnest($1::uuid[], $2::float8[], $3::float8[], $4::timestamptz[])
                   AS r (guard_id, lng, lat, recorded_at)
               ), held AS (
                 SELECT g.user_id FROM guard_profiles g JOIN seen ON g.user_id = seen.guard_id
                 ORDER BY g.user_id FOR NO KEY UPDATE OF g
               )
               UPDATE guard_profiles g SET current_location = seen.location, location_updated_at = seen.recorded_at
               FROM seen JOIN held ON held.user_id = seen.guard_id
               WHERE g.user_id = seen.guard_id
                 AND (g.location_updated_at IS NULL
                      OR (g.location_updated_at < seen.recorded_at
                          AND (g.location_updated_at < seen.recorded_at - make_interval(secs => $6)
                               OR NOT ST_DWithin(g.current_location, seen.location, $5))))`,
      },
      [
        reports.map(({ guardId }) => guardId),
        reports.map(({ location }) => location.lng),
        reports.map(({ location }) => location.lat),
        reports.map(({ recordedAt }) => recordedAt),
        unless.movedMeters,
        unless.staleSeconds,
      ],
    );
  }

  /** Also the lock of the person and of the guard's row: two jobs for one guard are decided one after the other. */
  async markAssigned(userId: string, at: Date): Promise<void> {
    await this.database.run(MARK_ASSIGNED, [userId, at]);
  }

  /** False when these are not the papers (any more). */
  async verify(userId: string, papersVersion: number, at: Date): Promise<boolean> {
    return (await this.database.run(VERIFY, [userId, papersVersion, at])) === 1;
  }

  /** False when these are not the papers, or do not wait (any more). */
  async refuse(userId: string, papersVersion: number, at: Date, reason: string): Promise<boolean> {
    return (await this.database.run(REFUSE, [userId, papersVersion, at, reason])) === 1;
  }

  /** A paper that has no column of its own was sent: another version, neither the confirmed nor the refused one. */
  async countPapers(userId: string): Promise<void> {
    await this.database.run(
      `UPDATE guard_profiles SET papers_version = papers_version + 1,
         license_verified_at = NULL, license_refused_at = NULL, license_refusal = NULL
       WHERE user_id = $1`,
      [userId],
    );
  }

  /** Verified licences whose last day came before `today`. */
  async endedLicenses(today: string): Promise<string[]> {
    return (await this.database.rows(ENDED_LICENSES, [today])).map(({ userId }) => userId);
  }

  async endLicense(userId: string, today: string, at: Date, reason: string): Promise<boolean> {
    return (await this.database.run(END_LICENSE, [userId, today, at, reason])) === 1;
  }

  /** Guards whose licence waits for an administrator, the longest waiting first. */
  async waiting(after: PagePosition | null, limit: number): Promise<GuardProfile[]> {
    return (await this.database.rows(WAITING, [after?.at ?? null, after?.id ?? null, limit])).map(profileOf);
  }

  /** Whose licence number begins so (`beginningWith`). */
  async byLicense(beginning: string, limit: number): Promise<string[]> {
    return (await this.database.rows(BY_LICENSE, [beginning, limit])).map(({ userId }) => userId);
  }

  async setPaper(userId: string, column: PaperColumn, sealed: string): Promise<void> {
    await this.database.run(`UPDATE guard_profiles SET ${column} = $2 WHERE user_id = $1`, [userId, sealed]);
  }

  async paper(userId: string, column: PaperColumn): Promise<string | null> {
    const statement = composed({
      takes: [guardProfiles.userId],
      gives: { sealed: text.orNull(column) },
      text: (row) => `SELECT ${row} FROM guard_profiles WHERE user_id = $1`,
    });
    return (await this.database.row(statement, [userId]))?.sealed ?? null;
  }

  async counts(): Promise<{ available: number; waiting: number }> {
    return (await this.database.row(COUNTS)) ?? { available: 0, waiting: 0 };
  }
}
