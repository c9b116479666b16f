import type { Fix } from '@aegis/contract';
import type { Statement } from './database.js';

const POINT = (lng: number, lat: number): string => `ST_SetSRID(ST_MakePoint($${lng}, $${lat}), 4326)::geography`;

export const DISTANCE = {
  name: 'job_distance',
  text: `SELECT ST_Distance(location_coordinates, ${POINT(2, 3)}) AS meters FROM jobs WHERE id = $1`,
};
export const START = {
  name: 'job_start',
  text: `UPDATE jobs SET status = 'in_progress', started_at = $3, check_in_proof = 'position', check_in_location = ${POINT(4, 5)}
         WHERE id = $1 AND status = 'matched' AND guard_id = $2`,
};
export const COMPLETE = {
  name: 'job_complete',
  text: `UPDATE jobs SET status = 'completed', completed_at = $3, ended_by = 'guard', check_out_proof = 'position', check_out_location = ${POINT(4, 5)},
           worked_minutes = $6, due_amount_cents = $7
         WHERE id = $1 AND status = 'in_progress' AND guard_id = $2`,
};
export const BUSY = {
  name: 'guard_busy',
  text: `UPDATE guard_profiles SET availability_status = 'busy' WHERE user_id = $1`,
};
export const TOTALS = {
  name: 'guard_totals',
  text: `SELECT count(*) AS jobs, COALESCE(sum(worked_minutes), 0) AS minutes
         FROM jobs WHERE guard_id = $1 AND status = 'completed'`,
};
export const FREE = {
  name: 'guard_free',
  text: `UPDATE guard_profiles SET total_jobs_completed = $2, total_minutes_worked = $3,
           availability_status = CASE availability_status WHEN 'busy' THEN 'available' ELSE availability_status END
         WHERE user_id = $1`,
};
export const REPORT = {
  name: 'guard_report_position',
  text: `UPDATE guard_profiles SET current_location = ${POINT(2, 3)}, location_updated_at = $4
         WHERE user_id = $1
           AND (location_updated_at IS NULL
                OR (location_updated_at < $4
                    AND (location_updated_at < $4::timestamptz - make_interval(secs => $6)
                         OR NOT ST_DWithin(current_location, ${POINT(2, 3)}, $5))))`,
};
export const PAYMENTS = {
  name: 'payments_of_job',
  text: `SELECT id, job_id AS "jobId", payment_type AS type, status, amount_cents AS "amountCents",
           platform_fee_cents AS "platformFeeCents", guard_payout_cents AS "guardPayoutCents",
           failure_code AS "failureCode", failure_message AS "failureMessage", created_at AS "createdAt",
           succeeded_at AS "succeededAt", failed_at AS "failedAt"
         FROM payments WHERE job_id = $1 ORDER BY created_at, id`,
};

const SIGHTING = `ST_Y(location::geometry) AS lat, ST_X(location::geometry) AS lng, recorded_at AS "recordedAt"`;
const OF_TRACK = `FROM location_history WHERE guard_id = $1 AND job_id = $2`;

export const AROUND = {
  name: 'location_around',
  text: `(SELECT ${SIGHTING} ${OF_TRACK} AND recorded_at >= $3 AND recorded_at < $4 ORDER BY recorded_at DESC LIMIT 1)
         UNION ALL
         (SELECT ${SIGHTING} ${OF_TRACK} AND recorded_at BETWEEN $4 AND $5)
         ORDER BY "recordedAt"`,
};

export function insertFixes(
  guardId: string,
  jobId: string,
  fixes: readonly Fix[],
  receivedAt: Date,
): { statement: Statement; values: unknown[] } {
  const values: unknown[] = [guardId, jobId, receivedAt];
  const rows = fixes.map(({ lng, lat, accuracyMeters, recordedAt }) => {
    const first = values.push(lng, lat, accuracyMeters, recordedAt) - 3;
    return `($1, $2, $3, ${POINT(first, first + 1)}, $${first + 2}, $${first + 3}, false)`;
  });
  const text = `INSERT INTO location_history (guard_id, job_id, received_at, location, accuracy_meters, recorded_at,
      is_offline_upload) VALUES ${rows.join(', ')} ON CONFLICT DO NOTHING`;
  return { statement: { name: `location_insert_${fixes.length}`, text }, values };
}
