import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import type { JobRow } from '../job-rows.js';
import { isInside } from '../site/geofence.js';
import { type SiteFix, StoredFixes } from '../site/stored-fixes.js';
import { type BreakRow, HoursRepository } from './hours.repository.js';
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
    private readonly fixes: StoredFixes,
    private readonly hours: HoursRepository,
    private readonly platform: Platform,
  ) {}

  /** @param proofs moments beside the check-in at which it was shown that the guard is there */
  async until(job: JobRow, until: Date, proofs: readonly Date[] = []): Promise<Work> {
    const begun = asBegun(job);
    if (until <= paidFrom(begun)) return NOTHING;
    const [fixes, breaks] = await this.known(begun, until);
    return this.workOf(begun, { until, fixes, breaks, proofs });
  }

  /**
   * Until the last fix inside the geofence since the check-in; without one, until the check-in itself. Never after the booked
   * end.
   */
  async untilLastProof(job: JobRow): Promise<{ provedUntil: Date; work: Work }> {
    const begun = asBegun(job);
    const { startedAt, endTime, siteRadiusMeters } = begun;
    if (startedAt >= endTime) return { provedUntil: endTime, work: NOTHING };
    const [all, breaks] = await this.known(begun, endTime);
    const inside = all.filter((fix) => isInside(fix, siteRadiusMeters, this.platform.config.rules));
    const provedUntil = inside.at(-1)?.recordedAt ?? startedAt;
    const fixes = all.filter(({ recordedAt }) => recordedAt <= provedUntil);
    return { provedUntil, work: this.workOf(begun, { until: provedUntil, fixes, breaks, proofs: [] }) };
  }

  /**
   * Of a job that has ended, on what is known by now: a phone without network sends its positions when it has one again.
   * @param kept the pieces of its record
   */
  async anew(job: JobRow, kept: readonly WorkPiece[]): Promise<Work> {
    const until = kept.at(-1)?.until;
    if (!until) return NOTHING;
    if (job.endedBy === 'clock') return (await this.untilLastProof(job)).work;
    return this.until(job, until, job.endedBy === 'guard' ? [until] : []);
  }

  private known(job: BegunJob, until: Date): Promise<[SiteFix[], BreakRow[]]> {
    return Promise.all([
      this.fixes.between({ guardId: job.guardId, jobId: job.id, location: job.location }, job.startedAt, until),
      this.hours.breaksOf(job.id),
    ]);
  }

  private workOf(
    job: BegunJob,
    { until, breaks, proofs, fixes }: { until: Date; breaks: BreakRow[]; proofs: readonly Date[]; fixes: SiteFix[] },
  ): Work {
    const evidence = {
      ...{ from: paidFrom(job), until, siteRadiusMeters: job.siteRadiusMeters, fixes },
      proofs: [job.startedAt, ...proofs],
      breaks: breaks.map(({ beginsAt, endsAt }) => ({ from: beginsAt, until: endsAt ?? until })),
    };
    const pieces = workPieces(evidence, this.platform.config.rules);
    return { pieces, workedMinutes: workedMinutesOf(pieces) };
  }

  /** In the transaction that completes the job; with its hours and price as they are proposed. */
  async keep(job: JobRow, { pieces }: Work): Promise<void> {
    const { completedAt, workedMinutes, dueAmountCents } = job;
    if (!completedAt || workedMinutes === null || dueAmountCents === null)
      throw new Error(`job ${job.id} is not completed`);
    await this.hours.keep(job.id, { madeAt: this.platform.clock.now(), workedMinutes, dueAmountCents }, pieces);
  }
}

const NOTHING: Work = { pieces: [], workedMinutes: 0 };

type BegunJob = JobRow & { guardId: string; startedAt: Date };

function asBegun(job: JobRow): BegunJob {
  const { guardId, startedAt } = job;
  if (!guardId || !startedAt) throw new Error(`job ${job.id} has not begun`);
  return { ...job, guardId, startedAt };
}

/** The check-in, or the start where that is later: coming early is welcome and not paid. */
const paidFrom = ({ startedAt, startTime }: BegunJob): Date => (startedAt > startTime ? startedAt : startTime);
