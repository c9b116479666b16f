import { Injectable } from '@nestjs/common';
import { jobs } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pointOf } from '../../../platform/database/geography.js';
import { double, jsonText } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { changedBy, JOB, type JobRow } from '../job-rows.js';
import type { Terms, Words } from './job-change.js';

const SAY = statement({
  takes: [
    ...([jobs.id, jobs.version, jobs.title, jobs.description] as const),
    ...([jobs.locationNotes, jobs.contactName, jobs.contactPhone, jobs.purchaseOrder] as const),
  ],
  text: `
    UPDATE jobs SET title = $3, description = $4, location_notes = $5, contact_name = $6, contact_phone = $7,
      purchase_order = $8, version = version + 1
    WHERE id = $1 AND version = $2 AND status IN ('requested', 'matched', 'in_progress')`,
});

const CHANGE_TERMS = statement({
  takes: [
    ...([jobs.id, jobs.version, jobs.status, jobs.termsChangedAt, jobs.jobType, jobs.locationAddress] as const),
    ...([double, double, jobs.siteRadiusMeters, jobs.startTime, jobs.endTime] as const),
    ...([jobs.requiredClearanceLevel, jsonText, jsonText, jobs.hourlyRateCents] as const),
    ...([jobs.totalAmountCents, jobs.platformFeeCents, jobs.guardPayoutCents] as const),
  ],
  gives: JOB,
  text: (row) =>
    changedBy(
      `UPDATE jobs SET version = version + 1, terms_changed_at = $4, job_type = $5, location_address = $6,
      location_coordinates = ${pointOf(7, 8)}, site_radius_meters = $9, start_time = $10, end_time = $11,
      required_clearance_level = $12, required_skills = $13, special_requirements = $14, hourly_rate_cents = $15,
      total_amount_cents = $16, platform_fee_cents = $17, guard_payout_cents = $18
    WHERE id = $1 AND version = $2 AND status = $3`,
      row,
    ),
});

/** Changes of what is booked. False: the job is no longer as it was read, and nothing was changed. */
@Injectable()
export class EditsRepository {
  constructor(private readonly database: Database) {}

  async say({ id, version }: Pick<JobRow, 'id' | 'version'>, words: Words): Promise<boolean> {
    const { title, description, locationNotes, contact, purchaseOrder } = words;
    const values = [title, description, locationNotes, contact?.name ?? null, contact?.phone ?? null] as const;
    return (await this.database.run(SAY, [id, version, ...values, purchaseOrder])) === 1;
  }

  /** The trigger of the job asks for the proposal that its guard has agreed to, where there is a guard. */
  changeTerms(
    { id, version, status }: Pick<JobRow, 'id' | 'version' | 'status'>,
    terms: Terms,
    at: Date,
  ): Promise<JobRow | null> {
    return this.database.row(CHANGE_TERMS, [
      ...([id, version, status, at, terms.jobType, terms.locationAddress] as const),
      ...([terms.location.lng, terms.location.lat, terms.siteRadiusMeters, terms.startTime, terms.endTime] as const),
      terms.requiredClearanceLevel,
      JSON.stringify(terms.requiredSkills),
      JSON.stringify(terms.specialRequirements),
      ...([terms.hourlyRateCents, terms.totalAmountCents, terms.platformFeeCents, terms.guardPayoutCents] as const),
    ]);
  }
}
