import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { JobRow } from '../job-rows.js';
import { isInside } from '../site/geofence.js';
import { SiteFixes } from '../site/site-fixes.js';
import { HoursRepository } from './hours.repository.js';
import { type WorkPiece, workedMinutesOf, workPieces } from './work-intervals.js';

/** The time of a job on the evidence there is. */
export interface Work {
  pieces: WorkPiece[];
  /** Present and unknown. */
  workedMinutes: number;
}

/** Makes the record of what was worked, from positions, second proofs and breaks. */
@Injectable()
export class RecordWork {
  constructor(
    private readonly fixes: SiteFixes,
    private readonly hours: HoursRepository,
    private readonly platform: Platform,
  ) {}

  /**
   * From the check-in, or the start where that is later: coming early is welcome and not paid.
   * @param proofs moments beside the check-in at which it was shown that the guard is there
   */
  async until(job: JobRow, until: Date, proofs: readonly Date[] = []): Promise<Work> {
    const { guardId, startedAt, startTime, siteRadiusMeters } = job;
    if (!guardId || !startedAt) throw new Error(`job ${job.id} has not begun`);
    const from = startedAt > startTime ? startedAt : startTime;
    if (until <= from) return { pieces: [], workedMinutes: 0 };
    const [fixes, breaks] = await Promise.all([
      this.fixes.between(guardId, job, startedAt, until),
      this.hours.breaksOf(job.id),
    ]);
    const evidence = {
      ...{ from, until, siteRadiusMeters, fixes },
      proofs: [startedAt, ...proofs],
      breaks: breaks.map(({ beginsAt, endsAt }) => ({ from: beginsAt, until: endsAt ?? until })),
    };
    const pieces = workPieces(evidence, this.platform.config.rules);
    return { pieces, workedMinutes: workedMinutesOf(pieces) };
  }

  /** The last fix inside the geofence since the check-in; without one, the check-in itself. Never after the booked end. */
  async provedUntil({ id, guardId, startedAt, endTime, siteRadiusMeters }: JobRow): Promise<Date> {
    if (!guardId || !startedAt) throw new Error(`job ${id} has not begun`);
    if (startedAt >= endTime) return endTime;
    const fixes = await this.fixes.between(guardId, { id }, startedAt, endTime);
    const inside = fixes.filter((fix) => isInside(fix, siteRadiusMeters, this.platform.config.rules));
    return inside.at(-1)?.recordedAt ?? startedAt;
  }

  /** In the transaction that completes the job; with its hours and price as they are proposed. */
  async keep(job: JobRow, { pieces }: Work): Promise<void> {
    const { completedAt, workedMinutes, dueAmountCents } = job;
    if (!completedAt || workedMinutes === null || dueAmountCents === null)
      throw new Error(`job ${job.id} is not completed`);
    await this.hours.keep(job.id, { madeAt: this.platform.clock.now(), workedMinutes, dueAmountCents }, pieces);
  }
}
