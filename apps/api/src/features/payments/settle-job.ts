import { Injectable } from '@nestjs/common';
import { JobsService } from '../jobs/jobs.service.js';
import { amountToHold, hasEnded } from './rows/amount-due.js';
import { CaptureCharge } from './charges/capture-charge.js';
import { ConfirmHold } from './charges/confirm-hold.js';
import { HoldMissingError } from './rows/payments.errors.js';
import { PaymentsRepository } from './rows/payments.repository.js';
import type { PaymentEntity } from './rows/payment.entity.js';
import { isSettled } from './rows/payments.states.js';
import { PayGuard } from './payouts/send-payout.js';
import { ReleaseHold } from './charges/release-hold.js';

/**
 * Ends the hold of a job that has ended: takes what is due and hands the guard his part on, or lets go. Also called when a
 * hold was placed, because the job may have ended while the card was asked.
 */
@Injectable()
export class SettleJob {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: PaymentsRepository,
    private readonly confirmation: ConfirmHold,
    private readonly capture: CaptureCharge,
    private readonly holds: ReleaseHold,
    private readonly payouts: PayGuard,
  ) {}

  /**
   * @param known the living charge, when the caller has just read it.
   * @throws HoldMissingError when something is due and nothing is held.
   */
  async settle(jobId: string, known?: PaymentEntity): Promise<void> {
    const job = await this.jobs.booking(jobId);
    if (!hasEnded(job)) return;
    const isDue = amountToHold(job) > 0;
    const attempt = known ?? (await this.repository.live(jobId, 'charge'));
    const charge = attempt && (await this.confirmation.confirm(attempt));
    if (!charge || charge.status === 'failed' || charge.status === 'cancelled') {
      if (isDue) throw new HoldMissingError(jobId);
      return;
    }
    if (!isDue) return this.holds.release(charge);
    const { status } = await this.capture.capture(job, charge);
    if (isSettled(status)) await this.payouts.pay(jobId);
  }
}
