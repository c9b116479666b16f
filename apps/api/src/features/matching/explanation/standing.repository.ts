import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { pointOf } from '../../../platform/database/geography.js';
import type { Demand } from '../eligibility/demand.js';
import type { Standing } from './standing.js';

@Injectable()
export class StandingRepository {
  constructor(private readonly database: Database) {}

  /** Null when this is no guard. */
  async of(guardId: string, jobId: string, { location }: Pick<Demand, 'location'>): Promise<Standing | null> {
    const [row] = await this.database.query<Standing>(
      {
        name: 'guard_standing',
        text: `
          WITH point AS (SELECT ${pointOf(3, 4)} AS site)
          SELECT g.current_location <-> site AS "currentMeters", g.base_location <-> site AS "baseMeters",
            (SELECT o.status FROM offers o WHERE o.job_id = $2 AND o.guard_id = g.user_id
             ORDER BY o.offered_at DESC, o.id DESC LIMIT 1) AS offer
          FROM guard_profiles g, point
          WHERE g.user_id = $1`,
      },
      [guardId, jobId, location.lng, location.lat],
    );
    return row ?? null;
  }
}
