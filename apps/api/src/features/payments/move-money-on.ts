import { Injectable } from '@nestjs/common';
import { HoldGrace } from './charges/cancel-unpaid.js';
import { PayGuard } from './payouts/send-payout.js';
import { PlaceHold } from './charges/place-hold.js';
import { ReleaseSpares } from './release-spares.js';
import { ReplaceHold } from './charges/replace-hold.js';
import { FinishRefunds } from './finish-refunds.js';
import { SettleJob } from './settle-job.js';

/**
 * Does for one job all that the events would have done, in their order. Every step looks at what is there and does
 * nothing when nothing is to be done.
 */
@Injectable()
export class MoveMoneyOn {
  constructor(
    private readonly holds: PlaceHold,
    private readonly grace: HoldGrace,
    private readonly replacement: ReplaceHold,
    private readonly spares: ReleaseSpares,
    private readonly jobs: SettleJob,
    private readonly payouts: PayGuard,
    private readonly refunds: FinishRefunds,
  ) {}

  async moveOn(jobId: string): Promise<void> {
    await this.holds.place(jobId);
    await this.grace.begin(jobId);
    await this.grace.end(jobId);
    await this.replacement.renew(jobId);
    await this.spares.releaseAll(jobId);
    await this.jobs.settle(jobId);
    await this.payouts.pay(jobId);
    await this.refunds.finish(jobId);
  }

  /** Work was done, and the card refused to pay for it: asked once more. */
  async collect(jobId: string): Promise<void> {
    await this.holds.placeAgain(jobId);
    await this.jobs.settle(jobId);
  }
}
