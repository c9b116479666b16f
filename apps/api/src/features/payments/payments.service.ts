import { Injectable } from '@nestjs/common';
import type { Answer, api, PageQuery, PaymentStatus } from '@aegis/contract';
import type { Caller } from '../../platform/http/http-request.js';
import { pageOf, readCursor } from '../../platform/http/paging.js';
import { JobsService } from '../jobs/jobs.service.js';
import { OwedMoney } from './owed/owed-money.js';
import { BouncedPayouts } from './payouts/bounced-payouts.js';
import type { PaymentRow } from './rows/payment-row.js';
import { PaymentsRepository } from './rows/payments.repository.js';
import { sumOfPayments } from './rows/amounts.js';

/** The guard's screen shows the newest; the sums beside them are of all. */
const PAYOUTS_SHOWN = 100;

/** Reads of money rows; the changes have a class each. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly jobs: JobsService,
    private readonly owed: OwedMoney,
    private readonly bounces: BouncedPayouts,
  ) {}

  /** For a party of the job or an administrator. @throws 404 for everybody else. */
  async ofJob(caller: Caller, jobId: string): Promise<Answer<typeof api.payments.ofJob>> {
    await this.jobs.getFor(caller, jobId);
    const rows = await this.repository.ofJob(jobId);
    // What no card has refused is not owed.
    const owed = rows.some(({ status }) => status === 'failed') ? await this.owed.ofJob(jobId) : null;
    const sum = { ...sumOfPayments(rows), owedCents: owed?.owedCents ?? 0 };
    return { items: rows.map((row) => asSeenBy(caller, row)), nextCursor: null, sum };
  }

  /** Newest first. */
  async list(
    query: PageQuery & { status?: PaymentStatus; words?: string },
  ): Promise<Answer<typeof api.admin.payments>> {
    const rows = await this.repository.list(query, readCursor(query.cursor), query.limit + 1);
    return pageOf(rows, query.limit, (row) => ({ at: row.createdAt, id: row.id }));
  }

  async earningsOf(guardId: string): Promise<Answer<typeof api.guards.earnings>> {
    const [sums, work, owed, sentBack, rows] = await Promise.all([
      this.repository.earningsOf(guardId),
      this.jobs.totalsOfGuard(guardId),
      this.owed.waitedForBy(guardId),
      this.bounces.openOf(guardId),
      this.repository.payoutsOf(guardId, PAYOUTS_SHOWN),
    ]);
    const titles = await this.jobs.titlesOf(rows.map(({ jobId }) => jobId));
    const payouts = rows.map((row) => payoutOf(row, titles.get(row.jobId) ?? ''));
    const bounced = sentBack.map(({ amountCents, bouncedAt }) => ({ amountCents, bouncedAt }));
    return { ...sums, jobsCompleted: work.jobs, minutesWorked: work.minutes, owed, bounced, payouts };
  }
}

const payoutOf = (row: PaymentRow, jobTitle: string): Answer<typeof api.guards.earnings>['payouts'][number] => ({
  paymentId: row.id,
  jobId: row.jobId,
  jobTitle,
  amountCents: row.amountCents,
  status: row.status,
  createdAt: row.createdAt,
  succeededAt: row.succeededAt,
});

/** What the bank says of somebody's card, or of their account, is for them and for the administrator. */
function asSeenBy({ userId, role }: Caller, row: PaymentRow): PaymentRow {
  const owner = row.type === 'payout' ? row.payeeId : (row.payerId ?? row.payeeId);
  if (role === 'admin' || owner === userId) return row;
  return { ...row, failureCode: null, failureMessage: null, mendBy: null, onSession: false };
}
