import { Injectable } from '@nestjs/common';
import { DAY_MS, HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';

/** Rows in one statement: a lock of milliseconds, whatever has piled up. */
const BATCH = 5000;
const MILE_METERS = 1609.344;

/** What tells where a guard was, wherever it stands, is kept as long as a position is. */
@Injectable()
export class OldPositions {
  constructor(private readonly platform: Platform) {}

  /** Offers of before keep the mile that the guard was in; score and parts say it to the metre, so the distance leaves them too. */
  async coarsenOffers(before: Date): Promise<{ coarsened: number }> {
    const coarsened = await this.inBatches(
      `UPDATE offers SET distance_meters = round((floor(distance_meters / ${MILE_METERS}) + 1) * ${MILE_METERS}),
         score = round(score / 5) * 5, components = components - 'proximity', travel_seconds = NULL
       WHERE id IN (
         SELECT id FROM offers WHERE components ? 'proximity' AND offered_at < $1 AND status <> 'offered' LIMIT ${BATCH})`,
      [before],
    );
    return { coarsened };
  }

  /** Nobody is found by where they were yesterday: not by us either. */
  async forgetPositions(): Promise<{ forgotten: number }> {
    const { LOCATION_RETENTION_DAYS, POSITION_OFF_DUTY_HOURS } = this.platform.config.rules;
    const now = this.platform.clock.now();
    const forgotten = await this.inBatches(
      `UPDATE guard_profiles SET current_location = NULL, location_updated_at = NULL
       WHERE id IN (
         SELECT id FROM guard_profiles
         WHERE current_location IS NOT NULL
           AND (availability_status = 'offline' AND location_updated_at < $1 OR location_updated_at < $2)
         LIMIT ${BATCH})`,
      [shift(now, -POSITION_OFF_DUTY_HOURS * HOUR_MS), shift(now, -LOCATION_RETENTION_DAYS * DAY_MS)],
    );
    return { forgotten };
  }

  /** From where somebody called for help is for those who come; that they called stays. */
  async forgetAlarms(before: Date): Promise<{ forgotten: number }> {
    const forgotten = await this.inBatches(
      `UPDATE alarms SET location = NULL, accuracy_meters = NULL
       WHERE id IN (SELECT id FROM alarms WHERE location IS NOT NULL AND goes_out_at < $1 LIMIT ${BATCH})`,
      [before],
    );
    return { forgotten };
  }

  private async inBatches(text: string, values: readonly unknown[]): Promise<number> {
    let changed = 0;
    for (let batch = BATCH; batch === BATCH; changed += batch) batch = await this.platform.database.run(text, values);
    return changed;
  }
}
