import { Injectable } from '@nestjs/common';
import type { Correction, HoursOfJob, HoursReason, WorkKind } from '@aegis/contract';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import type { JobRow } from '../job-rows.js';
import { JobsService } from '../jobs.service.js';
import { billedFor, priceOfWork } from '../pricing.js';
import { AskCorrection } from './ask-correction.js';
import { CorrectedHours } from './corrected-hours.js';
import { type CorrectionRow, CorrectionsRepository } from './corrections.repository.js';
import { HoursRepository, type RecordRow } from './hours.repository.js';
import { minutesOf, type WorkPiece } from './work-intervals.js';

/** Everything about the hours of a job in one answer, for both parties and the administrator. */
@Injectable()
export class ReadHours {
  constructor(
    private readonly jobs: JobsService,
    private readonly hours: HoursRepository,
    private readonly asked: CorrectionsRepository,
    private readonly asking: AskCorrection,
    private readonly corrected: CorrectedHours,
    private readonly platform: Platform,
  ) {}

  /** @throws 404 for everybody but the parties and administrators */
  async of(caller: Caller, jobId: string): Promise<HoursOfJob> {
    const job = await this.jobs.getFor(caller, jobId);
    const [record, pieces, breaks, corrections] = await Promise.all([
      this.hours.recordOf(jobId),
      this.hours.piecesOf(jobId),
      this.hours.breaksOf(jobId),
      this.asked.ofJob(jobId),
    ]);
    const isDecided = corrections.some(({ status }) => status === 'decided');
    return {
      bookedMinutes: Math.round((job.endTime.getTime() - job.startTime.getTime()) / MINUTE_MS),
      bookedCents: job.totalAmountCents,
      onBreakSince: breaks.find(({ endsAt }) => endsAt === null)?.beginsAt ?? null,
      record: record && recordAnswer(record, pieces),
      ...this.counted(job),
      corrections: corrections.map(correctionAnswer),
      canAskUntil: isDecided || !record ? null : this.asking.openUntil(job),
      mostMinutes: record && this.corrected.mostMinutes(job),
    };
  }

  /** Corrections that an administrator is to decide, the oldest first, with how many there are in all. */
  async toDecide(most: number): Promise<{ corrections: CorrectionRow[]; count: number }> {
    const [corrections, count] = await Promise.all([this.asked.toDecide(most), this.asked.countToDecide()]);
    return { corrections, count };
  }

  private counted(job: JobRow): Pick<HoursOfJob, 'workedMinutes' | 'billedMinutes' | 'dueAmountCents' | 'why'> {
    const { workedMinutes, dueAmountCents } = job;
    if (job.status !== 'completed' || workedMinutes === null)
      return { workedMinutes, billedMinutes: null, dueAmountCents, why: null };
    const { rules } = this.platform.config;
    const billedMinutes = billedFor(workedMinutes, rules);
    const isCut = (dueAmountCents ?? 0) < priceOfWork(workedMinutes, job, rules);
    const why = isCut ? 'booked_price' : whyBilled(workedMinutes, billedMinutes, rules.BILLING_MINIMUM_MINUTES);
    return { workedMinutes, billedMinutes, dueAmountCents, why };
  }
}

function whyBilled(worked: number, billed: number, minimum: number): HoursReason {
  if (billed === worked) return 'as_worked';
  return worked < minimum ? 'first_hour' : 'rounded';
}

function recordAnswer(record: RecordRow, pieces: readonly WorkPiece[]): HoursOfJob['record'] {
  const minutes = (kind: WorkKind): number => minutesOf(pieces, [kind]);
  return {
    ...record,
    presentMinutes: minutes('present'),
    unknownMinutes: minutes('unknown'),
    awayMinutes: minutes('away'),
    breakMinutes: minutes('break'),
    intervals: pieces.map(({ from, until, kind, fixes }) => ({ beginsAt: from, endsAt: until, kind, fixes })),
  };
}

export function correctionAnswer({
  askedBy: _askedBy,
  decidedBy: _decidedBy,
  askedByRole,
  ...correction
}: CorrectionRow): Correction {
  return { ...correction, askedBy: askedByRole };
}
