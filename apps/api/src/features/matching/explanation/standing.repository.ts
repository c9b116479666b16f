import { Injectable } from '@nestjs/common';
import { guardProfiles, offers, offerStatus } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pointOf } from '../../../platform/database/geography.js';
import { double } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import type { Demand } from '../eligibility/demand.js';
import type { Standing } from './standing.js';

const STANDING = statement({
  name: 'guard_standing',
  takes: [guardProfiles.userId, offers.jobId, double, double],
  gives: {
    currentMeters: double.orNull('ST_Distance(g.current_location, site, true)'),
    baseMeters: double.orNull('ST_Distance(g.base_location, site, true)'),
    offer: offerStatus.orNull(`(SELECT o.status FROM offers o WHERE o.job_id = $2 AND o.guard_id = g.user_id
                                ORDER BY o.offered_at DESC, o.id DESC LIMIT 1)`),
  },
  text: (row) => `
    WITH point AS (SELECT ${pointOf(3, 4)} AS site)
    SELECT ${row} FROM guard_profiles g, point WHERE g.user_id = $1`,
});

@Injectable()
export class StandingRepository {
  constructor(private readonly database: Database) {}

  /** Null when this is no guard. */
  of(guardId: string, jobId: string, { location }: Pick<Demand, 'location'>): Promise<Standing | null> {
    return this.database.row(STANDING, [guardId, jobId, location.lng, location.lat]);
  }
}
