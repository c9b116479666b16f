import { Injectable } from '@nestjs/common';
import type { Answer, api, Dispute, FileContent } from '@aegis/contract';
import { HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { ReadHours } from '../../jobs/hours/hours-of-job.js';
import { DisputeEvidence } from './dispute-evidence.js';
import { type DisputeRow, DisputesRepository } from './disputes.repository.js';

/** A market with more open disputes than this is closed by its bank before somebody has read them. */
const OPEN_SHOWN = 200;
const ENDED_SHOWN = 50;

/** Disputes as the desk sees them. */
@Injectable()
export class Disputes {
  constructor(
    private readonly repository: DisputesRepository,
    private readonly evidence: DisputeEvidence,
    private readonly jobs: JobsService,
    private readonly hours: ReadHours,
    private readonly platform: Platform,
  ) {}

  async list(): Promise<Answer<typeof api.disputes.list>> {
    const [open, ended] = await Promise.all([this.repository.open(OPEN_SHOWN), this.repository.ended(ENDED_SHOWN)]);
    const rows = [...open, ...ended];
    const jobIds = rows.map(({ jobId }) => jobId);
    const [titles, proved] = await Promise.all([this.jobs.titlesOf(jobIds), this.hours.provedPercents(jobIds)]);
    const items = rows.map((row) => this.shown(row, titles.get(row.jobId) ?? '', proved.get(row.jobId) ?? 0));
    return { items, nextCursor: null };
  }

  async one(row: DisputeRow): Promise<Dispute> {
    const titles = await this.jobs.titlesOf([row.jobId]);
    return this.shown(row, titles.get(row.jobId) ?? '', await this.hours.provedPercent(row.jobId));
  }

  /** What would be sent to the bank now. @throws 404 */
  async paper(id: string): Promise<FileContent> {
    const row = await this.repository.byId(id);
    if (!row) throw httpErrors.problem('not_found');
    return this.evidence.workRecord(await this.evidence.of(row));
  }

  private shown({ answeredBy: _answeredBy, ...row }: DisputeRow, jobTitle: string, provedPercent: number): Dispute {
    const { DISPUTE_ANSWER_AHEAD_HOURS, DISPUTE_PROVED_PERCENT } = this.platform.config.rules;
    const isLeft = row.status === 'needs_answer' && row.answeredAt === null && row.answerBy !== null;
    return {
      ...row,
      jobTitle,
      provedPercent,
      answersItselfAt:
        isLeft && row.answerBy && provedPercent >= DISPUTE_PROVED_PERCENT
          ? shift(row.answerBy, -DISPUTE_ANSWER_AHEAD_HOURS * HOUR_MS)
          : null,
    };
  }
}
