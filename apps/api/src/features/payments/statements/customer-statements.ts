import { Injectable } from '@nestjs/common';
import type { CustomerStatement } from '@aegis/contract';
import { periodAnywhere, periodIn } from '../../../platform/clock/calendar.js';
import { zoneOfPlace } from '../../../platform/clock/zone-of-place.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { fullName } from '../../identity/users/full-name.js';
import { UsersService } from '../../identity/users/users.service.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { type Paid, SalesTax } from '../tax/sales-tax.js';
import { paidInWords } from './paid-words.js';
import type { Period } from './statements.js';
import { StatementsRepository } from './statements.repository.js';

/** What customers need for their books, out of settled rows alone: a statement never changes what it said of the past. */
@Injectable()
export class CustomerStatements {
  constructor(
    private readonly jobs: JobsService,
    private readonly users: UsersService,
    private readonly tax: SalesTax,
    private readonly repository: StatementsRepository,
    private readonly platform: Platform,
  ) {}

  /** A customer has sites in many zones: a payment is in the month that the calendar at its site shows. */
  async of({ userId, language }: Caller, { month, year }: Period): Promise<CustomerStatement> {
    const period = month ?? year ?? '';
    const { near, jobs, customer } = await this.platform.database.readElsewhere(() => this.read(userId, period));
    const lines: (Paid & { line: CustomerStatement['lines'][number] })[] = [];
    for (const row of near) {
      const job = jobs.get(row.jobId);
      const timeZone = job && zoneOfPlace(job.location);
      if (!job || !timeZone || !isIn(period, row.at, timeZone)) continue;
      const { jobId, at, purpose } = row;
      const amountCents = row.type === 'charge' ? row.amountCents : -row.amountCents;
      const text = paidInWords(row, job, language);
      const state = await this.tax.stateOf(job);
      const { title, purchaseOrder } = job;
      lines.push({
        line: { jobId, at, timeZone, title, purchaseOrder, text, amountCents },
        state,
        amountCents,
        purpose,
      });
    }
    const { firstName, lastName, companyName } = customer;
    return {
      month: month ?? null,
      year: year ?? null,
      issuedAt: this.platform.clock.now(),
      customerName: fullName({ firstName, lastName }),
      companyName,
      lines: lines.map(({ line }) => line),
      totalCents: lines.reduce((sum, { line }) => sum + line.amountCents, 0),
      taxes: this.tax.sumOf(lines),
    };
  }

  private async read(userId: string, period: string) {
    const { from, until } = periodAnywhere(period);
    const near = await this.repository.paidBetween(userId, from, until);
    const jobs = await this.jobs.paidFor(near.map(({ jobId }) => jobId));
    return { near, jobs, customer: await this.users.get(userId) };
  }
}

function isIn(period: string, at: Date, timeZone: string): boolean {
  const { from, until } = periodIn(period, timeZone);
  return from <= at && at < until;
}
