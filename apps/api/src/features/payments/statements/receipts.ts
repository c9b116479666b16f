import { Injectable } from '@nestjs/common';
import type { Receipt } from '@aegis/contract';
import type { Language } from '@aegis/words/languages';
import { zoneOfPlace } from '../../../platform/clock/zone-of-place.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { ReadHours } from '../../jobs/hours/hours-of-job.js';
import type { JobRow } from '../../jobs/job-rows.js';
import { JobsService } from '../../jobs/jobs.service.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { isSettled } from '../rows/payments.states.js';
import { SalesTax } from '../tax/sales-tax.js';
import { Invoices } from './invoices.js';
import { paidInWords } from './paid-words.js';

/** What a customer has paid for a job and why it is that, out of settled rows alone. */
@Injectable()
export class Receipts {
  constructor(
    private readonly jobs: JobsService,
    private readonly hours: ReadHours,
    private readonly payments: PaymentsRepository,
    private readonly users: UsersService,
    private readonly tax: SalesTax,
    private readonly invoices: Invoices,
    private readonly platform: Platform,
  ) {}

  /** For the customer of the job or an administrator. @throws 404 for everybody else, 409 while nothing was charged. */
  async of(caller: Caller, jobId: string): Promise<Receipt> {
    const job = await this.jobs.getFor(caller, jobId);
    if (caller.role !== 'admin' && job.customerId !== caller.userId) throw httpErrors.problem('not_found');
    const rows = (await this.payments.ofJob(jobId)).filter((row) => isSettled(row.status) && row.type !== 'payout');
    if (rows.length === 0) throw paymentErrors.problem('nothing_charged');
    const { billedMinutes, why, corrections } = await this.hours.of(caller, jobId);
    const lines = rows.map((row) => lineOf(row, job, caller.language));
    const state = await this.tax.stateOf(job);
    const companyName = (await this.users.known([job.customerId])).get(job.customerId)?.companyName ?? null;
    const { id, title, locationAddress, startTime, endTime, workedMinutes, hourlyRateCents } = job;
    return {
      ...{ jobId: id, title, locationAddress, startTime, endTime, workedMinutes, hourlyRateCents },
      ...{ billedMinutes, why, lines },
      invoice: await this.invoices.of(jobId),
      timeZone: zoneOfPlace(job.location),
      issuedAt: this.platform.clock.now(),
      customerName: job.customerName,
      companyName,
      purchaseOrder: job.purchaseOrder,
      guardName: job.guardName,
      paidCents: lines.reduce((sum, line) => sum + line.amountCents, 0),
      taxes: this.tax.sumOf(lines.map(({ amountCents, purpose }) => ({ state, amountCents, purpose }))),
      corrections: corrections.filter(({ status }) => status === 'agreed' || status === 'decided'),
    };
  }
}

function lineOf(row: PaymentRow, job: JobRow, language: Language): Receipt['lines'][number] {
  const { type, purpose } = row;
  return {
    ...{ type, purpose },
    at: row.succeededAt ?? row.createdAt,
    text: paidInWords(row, job, language),
    amountCents: type === 'charge' ? row.amountCents : -row.amountCents,
    cardLast4: row.cardLast4,
  };
}
