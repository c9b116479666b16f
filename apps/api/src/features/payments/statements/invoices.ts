import { Injectable } from '@nestjs/common';
import { invoices } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import type { RowOf } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { Platform } from '../../../platform/platform.js';

const INVOICE = pick(invoices, 'number', 'seller', 'issuedAt');
type Row = RowOf<typeof INVOICE>;

export interface Invoice {
  number: number;
  issuedAt: Date;
  /** Line by line, as they were when it was issued. */
  seller: string[];
}

const OF_JOB = statement({
  takes: [invoices.jobId],
  gives: INVOICE,
  text: (row) => `SELECT ${row} FROM invoices WHERE job_id = $1`,
});

const ISSUE = statement({
  takes: [invoices.jobId, invoices.seller, invoices.issuedAt],
  gives: INVOICE,
  text: (row) => `
    INSERT INTO invoices (number, job_id, seller, issued_at)
    SELECT COALESCE(max(number), 0) + 1, $1, $2, $3 FROM invoices
    ON CONFLICT (job_id) DO NOTHING RETURNING ${row}`,
});

/** Running numbers of invoices, where the operator has said who sells. */
@Injectable()
export class Invoices {
  constructor(
    private readonly database: Database,
    private readonly platform: Platform,
  ) {}

  /** Of a job that was charged for: its invoice is issued when it is first asked for. Null where none are issued. */
  async of(jobId: string): Promise<Invoice | null> {
    const known = await this.database.row(OF_JOB, [jobId]);
    if (known) return read(known);
    const seller = this.platform.config.invoiceSeller;
    return seller.length === 0 ? null : this.issue(jobId, seller);
  }

  private async issue(jobId: string, seller: readonly string[]): Promise<Invoice | null> {
    const issued = await this.database.transaction(async () => {
      // So that numbers have no gaps: a transaction that breaks off gives its number back.
      await this.database.takeTurn('invoices');
      const made = await this.database.row(ISSUE, [jobId, seller.join('\n'), this.platform.clock.now()]);
      return made ?? this.database.row(OF_JOB, [jobId]);
    });
    return issued && read(issued);
  }
}

const read = ({ number, issuedAt, seller }: Row): Invoice => ({ number, issuedAt, seller: seller.split('\n') });
