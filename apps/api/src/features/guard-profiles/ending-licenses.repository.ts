import { Injectable } from '@nestjs/common';
import { guardProfiles } from '../../../database/tables.js';
import { Database } from '../../platform/database/database.js';
import { arrayOf, day, integer, text } from '../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../platform/database/statement.js';

/** The nearest of these days that is not farther than the end, unless that, or a nearer one, was told of this end. */
const ENDING = statement({
  takes: [day, arrayOf(integer)],
  gives: {
    userId: guardProfiles.userId,
    expiresOn: text("COALESCE(license_expires_on::text, '')"),
    days: integer('ahead.days'),
  },
  text: (row) => `
    SELECT ${row} FROM guard_profiles g JOIN users u ON u.id = g.user_id
    CROSS JOIN LATERAL (SELECT min(d) AS days FROM unnest($2::int[]) d WHERE g.license_expires_on - $1::date <= d) ahead
    WHERE g.license_verified_at IS NOT NULL AND g.license_expires_on >= $1 AND ahead.days IS NOT NULL
      AND u.deleted_at IS NULL AND NOT EXISTS (
        SELECT FROM timeline t WHERE t.user_id = g.user_id AND t.type = 'user.license_ends'
          AND t.details ->> 'expiresOn' = g.license_expires_on::text AND (t.details ->> 'days')::int <= ahead.days)
    ORDER BY g.user_id`,
});

/** Verified licences that end soon and whose guard was not told of it at this distance. */
@Injectable()
export class EndingLicensesRepository {
  constructor(private readonly database: Database) {}

  find(today: string, daysAhead: readonly number[]): Promise<RowFrom<typeof ENDING>[]> {
    return this.database.rows(ENDING, [today, daysAhead]);
  }
}
