import { Injectable } from '@nestjs/common';
import { GiveRefund } from './refunds/give-refund.js';
import { ReversePayout } from './payouts/reverse-payout.js';

/** Both halves of a refund: to the customer, then out of the guard's account. */
@Injectable()
export class FinishRefunds {
  constructor(
    private readonly refunds: GiveRefund,
    private readonly reversals: ReversePayout,
  ) {}

  async finish(jobId: string): Promise<void> {
    await this.refunds.giveAll(jobId);
    await this.reversals.reverseAll(jobId);
  }
}
