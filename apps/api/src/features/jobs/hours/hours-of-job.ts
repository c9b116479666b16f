import { Injectable } from '@nestjs/common';
import type { Correction, CorrectionStatus, HoursOfJob, HoursReason, WorkKind } from '@aegis/contract';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import type { JobRow } from '../job-rows.js';
import { JobsService } from '../jobs.service.js';
import { billedFor, dueForWork, priceOfWork } from '../pricing.js';
import { AskCorrection } from './ask-correction.js';
import { CorrectedHours } from './corrected-hours.js';
import { type CorrectionRow, CorrectionsRepository } from './corrections.repository.js';
import { HoursRepository, type RecordRow } from './hours.repository.js';
import { RecordWork } from './record-work.js';
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
    private readonly work: RecordWork,
    private readonly platform: Platform,
  ) {}

  /** @throws 404 for everybody but the parties and administrators */
  async of(caller: Caller, jobId: string): Promise<HoursOfJob> {
    const job = await this.jobs.getFor(caller, jobId);
    const hours = await this.ofJob(job);
    return hours.canAskUntil !== null || isQuestioned(hours)
      ? { ...hours, lateEvidence: await this.lateEvidenceOf(job) }
      : hours;
  }

  /** For the system itself. */
  async ofJob(job: JobRow): Promise<HoursOfJob> {
    const jobId = job.id;
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
      lateEvidence: null,
      ...this.counted(job),
      corrections: corrections.map(correctionAnswer),
      canAskUntil: isDecided || !record ? null : this.asking.openUntil(job),
      mostMinutes: record && this.corrected.mostMinutes(job),
    };
  }

  /** Of the time that is paid for, how much positions or other proofs show; 0 of a job that nobody has worked. */
  async provedPercent(jobId: string): Promise<number> {
    return (await this.provedPercents([jobId])).get(jobId) ?? 0;
  }

  /** The same of many jobs; those that nobody has worked are left out. */
  async provedPercents(jobIds: readonly string[]): Promise<Map<string, number>> {
    const pieces = new Map<string, WorkPiece[]>();
    for (const { jobId, ...piece } of await this.hours.piecesOfAll(jobIds))
      pieces.set(jobId, [...(pieces.get(jobId) ?? []), piece]);
    return new Map([...pieces].map(([jobId, ofJob]) => [jobId, provedPercentOf(ofJob)]));
  }

  /** The record stays as both were shown it; what came too late for it is evidence beside it for whoever asks or decides. */
  private async lateEvidenceOf(job: JobRow): Promise<HoursOfJob['lateEvidence']> {
    const kept = await this.hours.piecesOf(job.id);
    const { pieces, workedMinutes } = await this.work.anew(job, kept);
    if (minutesOfKinds(pieces) === minutesOfKinds(kept)) return null;
    const dueAmountCents = dueForWork(workedMinutes, job, this.platform.config.rules);
    return recordAnswer({ madeAt: this.platform.clock.now(), workedMinutes, dueAmountCents }, pieces);
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

const OPEN: readonly CorrectionStatus[] = ['asked', 'to_decide'];

/** Somebody has asked for other hours, and it is not settled. */
export const isQuestioned = ({ corrections }: Pick<HoursOfJob, 'corrections'>): boolean =>
  corrections.some(({ status }) => OPEN.includes(status));

const KINDS: readonly WorkKind[] = ['present', 'unknown', 'away', 'break'];

const minutesOfKinds = (pieces: readonly WorkPiece[]): string => KINDS.map((kind) => minutesOf(pieces, [kind])).join();

function provedPercentOf(pieces: readonly WorkPiece[]): number {
  const paid = minutesOf(pieces, ['present', 'unknown']);
  return paid > 0 ? Math.floor((100 * minutesOf(pieces, ['present'])) / paid) : 0;
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
