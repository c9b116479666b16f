import { Injectable } from '@nestjs/common';
import { CancelBySystem } from '../../jobs/cancel-by-system.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { bookingChargeOf } from '../rows/payment-row.js';

const REASON = 'The price could not be held on the card in time. Nothing is charged.';

/** A job for which nobody pays is not kept open for ever. */
@Injectable()
export class CancelUnpaid {
  constructor(
    private readonly cancellation: CancelBySystem,
    private readonly changes: PaymentChanges,
  ) {}

  /** Unless something is held, or asked for, at this moment. */
  async cancel(jobId: string, mendBy: Date): Promise<void> {
    await this.changes.inTurn(jobId, async ({ rows }) => {
      if (!bookingChargeOf(rows)) await this.cancellation.cancel(jobId, REASON, { mendBy: mendBy.toISOString() });
    });
  }
}
