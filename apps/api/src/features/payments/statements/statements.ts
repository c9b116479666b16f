import { Injectable } from '@nestjs/common';
import type { EarningsStatement, Receipt } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { fullName } from '../../identity/users/full-name.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { isSettled } from '../rows/payments.states.js';
import { StatementsRepository } from './statements.repository.js';

/** What people need for their own books, out of settled rows alone: a statement never changes what it said of the past. */
@Injectable()
export class Statements {
  constructor(
    private readonly jobs: JobsService,
    private readonly users: UsersService,
    private readonly payments: PaymentsRepository,
    private readonly repository: StatementsRepository,
    private readonly platform: Platform,
  ) {}

  /** For the customer of the job or an administrator. @throws 404 for everybody else, 409 while nothing was charged. */
  async receipt(caller: Caller, jobId: string): Promise<Receipt> {
    const job = await this.jobs.getFor(caller, jobId);
    if (caller.role !== 'admin' && job.customerId !== caller.userId) throw httpErrors.problem('not_found');
    const rows = (await this.payments.ofJob(jobId)).filter((row) => isSettled(row.status) && row.type !== 'payout');
    if (rows.length === 0) throw paymentErrors.problem('nothing_charged');
    const work = job.status === 'completed' || job.startedAt ? 'Security service' : 'Cancellation fee';
    const lines = rows.map((row) => ({
      at: row.succeededAt ?? row.createdAt,
      text: row.type === 'charge' ? work : 'Refund',
      amountCents: row.type === 'charge' ? row.amountCents : -row.amountCents,
    }));
    const { id, title, locationAddress, startTime, endTime, workedMinutes, hourlyRateCents } = job;
    return {
      ...{ jobId: id, title, locationAddress, startTime, endTime, workedMinutes, hourlyRateCents },
      issuedAt: this.platform.clock.now(),
      customerName: job.customerName,
      guardName: job.guardName,
      lines,
      paidCents: lines.reduce((sum, line) => sum + line.amountCents, 0),
    };
  }

  /** @param month as in `2026-03`, in UTC. */
  async earnings(guardId: string, month: string): Promise<EarningsStatement> {
    const from = new Date(`${month}-01T00:00:00Z`);
    const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1));
    const { firstName, lastName } = await this.users.get(guardId);
    const moved = await this.repository.payoutsBetween(guardId, from, to);
    const lines = await Promise.all(
      moved.map(async (row) => ({ ...row, title: (await this.jobs.get(row.jobId)).title })),
    );
    return {
      month,
      issuedAt: this.platform.clock.now(),
      guardName: fullName({ firstName, lastName }),
      lines,
      totalCents: lines.reduce((sum, line) => sum + line.paidCents - line.takenBackCents, 0),
    };
  }
}
