import { Injectable } from '@nestjs/common';
import type { Answer, api, PageQuery, PaymentStatus } from '@aegis/contract';
import type { Caller } from '../../platform/http/access.js';
import { Clock } from '../../platform/clock/clock.js';
import { DAY_MS, shift } from '../../platform/clock/duration.js';
import { pageOf, readCursor } from '../../platform/http/paging.js';
import { JobsService } from '../jobs/jobs.service.js';
import type { PaymentRow } from './rows/payment-row.js';
import { type MarketTotals, PaymentsRepository } from './rows/payments.repository.js';
import { sumOfPayments } from './rows/amounts.js';

/** The guard's screen shows the newest; the sums beside them are of all. */
const PAYOUTS_SHOWN = 100;

/** Reads of money rows; the changes have a class each. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly jobs: JobsService,
    private readonly clock: Clock,
  ) {}

  /** For a party of the job or an administrator. @throws 404 for everybody else. */
  async ofJob(caller: Caller, jobId: string): Promise<Answer<typeof api.payments.ofJob>> {
    await this.jobs.getFor(caller, jobId);
    const rows = await this.repository.ofJob(jobId);
    return { items: rows.map((row) => asSeenBy(caller, row)), nextCursor: null, sum: sumOfPayments(rows) };
  }

  /** Newest first. */
  async list(query: PageQuery & { status?: PaymentStatus }): Promise<Answer<typeof api.admin.payments>> {
    const rows = await this.repository.list(query.status, readCursor(query.cursor), query.limit + 1);
    return pageOf(rows, query.limit, (row) => ({ at: row.createdAt, id: row.id }));
  }

  /** Charged since midnight (UTC), held on cards and on its way to guards, over all jobs. */
  totals(): Promise<MarketTotals> {
    const now = this.clock.now();
    return this.repository.totals(shift(now, -(now.getTime() % DAY_MS)));
  }

  async earningsOf(guardId: string): Promise<Answer<typeof api.guards.earnings>> {
    const [sums, work, rows] = await Promise.all([
      this.repository.earningsOf(guardId),
      this.jobs.totalsOfGuard(guardId),
      this.repository.payoutsOf(guardId, PAYOUTS_SHOWN),
    ]);
    const payouts = await Promise.all(rows.map((row) => this.payoutOf(row)));
    return { ...sums, jobsCompleted: work.jobs, minutesWorked: work.minutes, payouts };
  }

  private async payoutOf(row: PaymentRow): Promise<Answer<typeof api.guards.earnings>['payouts'][number]> {
    const { title } = await this.jobs.get(row.jobId);
    return {
      paymentId: row.id,
      jobId: row.jobId,
      jobTitle: title,
      amountCents: row.amountCents,
      status: row.status,
      createdAt: row.createdAt,
      succeededAt: row.succeededAt,
    };
  }
}

/** What the bank says of somebody's card, or of his account, is for him and for the administrator. */
function asSeenBy({ userId, role }: Caller, row: PaymentRow): PaymentRow {
  const owner = row.type === 'payout' ? row.payeeId : (row.payerId ?? row.payeeId);
  return role === 'admin' || owner === userId ? row : { ...row, failureCode: null, failureMessage: null };
}
