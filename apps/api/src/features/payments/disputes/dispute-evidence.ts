import { Injectable } from '@nestjs/common';
import type { FileContent } from '@aegis/contract';
import { zoneOfPlace } from '../../../platform/clock/zone-of-place.js';
import { DAY_MS, shift } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { ReadHours } from '../../jobs/hours/hours-of-job.js';
import { JobsService } from '../../jobs/jobs.service.js';
import type { JobRow } from '../../jobs/job-rows.js';
import { type SiteFix, StoredFixes } from '../../jobs/site/stored-fixes.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { Receipts } from '../statements/receipts.js';
import { receiptPdf } from '../statements/statement-pdf.js';
import type { DisputeRow } from './disputes.repository.js';
import type { Evidence } from './evidence.js';
import { workRecordPdf } from './work-record-pdf.js';

/** A job is at most a day long, and a guard may come early. */
const AROUND_MS = DAY_MS;

/** Gathers what proves that the work of a contested charge was done. */
@Injectable()
export class DisputeEvidence {
  constructor(
    private readonly jobs: JobsService,
    private readonly hours: ReadHours,
    private readonly fixes: StoredFixes,
    private readonly users: UsersService,
    private readonly payments: PaymentsRepository,
    private readonly receipts: Receipts,
    private readonly platform: Platform,
  ) {}

  async of({ jobId, paymentId }: Pick<DisputeRow, 'jobId' | 'paymentId'>): Promise<Evidence> {
    const job = await this.jobs.get(jobId);
    const [hours, provedPercent, customer, timeline, positions, charge] = await Promise.all([
      this.hours.ofJob(job),
      this.hours.provedPercent(jobId),
      this.users.get(job.customerId),
      this.platform.timeline.ofJob(jobId),
      this.positionsOf(job),
      this.payments.byId(paymentId),
    ]);
    const { record, corrections } = hours;
    return {
      ...{ job, record, corrections, provedPercent, timeline, positions },
      customer: { name: job.customerName, email: customer.email },
      timeZone: zoneOfPlace(job.location),
      chargedCents: charge?.amountCents ?? 0,
    };
  }

  workRecord(evidence: Evidence): Promise<FileContent> {
    return workRecordPdf(evidence);
  }

  async receipt({ job }: Evidence): Promise<FileContent> {
    const asCustomer = reader(job);
    return receiptPdf(await this.receipts.of(asCustomer, job.id), asCustomer.language);
  }

  private positionsOf(job: JobRow): Promise<SiteFix[]> {
    const end = job.completedAt ?? job.endTime;
    const begin = job.startedAt ?? job.startTime;
    const { guardId, id: jobId, location } = job;
    if (!guardId) return Promise.resolve([]);
    return this.fixes.between({ guardId, jobId, location }, shift(begin, -AROUND_MS), end);
  }
}

/** As its customer may read it: the bank is theirs, and reads English. */
const reader = ({ customerId }: JobRow): Caller => ({
  userId: customerId,
  role: 'customer',
  language: 'en',
  sessionId: '',
  isForRights: false,
});
