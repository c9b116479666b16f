import { Injectable } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { paymentEvents } from '../payments.events.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { paymentErrors } from '../rows/payments.errors.js';
import type { Turn } from '../rows/turn.js';

/** Asks the card at once for what it has refused, instead of when the plan would. */
@Injectable()
export class AskCardAgain {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly platform: Platform,
  ) {}

  /**
   * Stripe is asked from the queue.
   * @param look in the job's turn, before the card is asked; what it throws leaves the card alone
   * @throws 409 `nothing_refused`; 404
   */
  async ask(jobId: string, look?: () => Promise<void>): Promise<void> {
    await this.changes.inTurn(jobId, async (turn) => {
      if (!(await this.whereRefused(turn))) throw paymentErrors.problem('nothing_refused');
      await look?.();
      await this.platform.queue.publish(paymentEvents['money.due'], { jobId });
    });
  }

  /** False when the newest attempt was not refused. A tip is a gift: nobody asks for it again but who gives it. */
  async whereRefused(turn: Turn): Promise<boolean> {
    const last = turn.rows
      .filter(({ type, purpose, isCurrent }) => type === 'charge' && purpose !== 'tip' && isCurrent)
      .at(-1);
    if (last?.status !== 'failed') return false;
    await turn.note(last, { retryAt: this.platform.clock.now() });
    return true;
  }
}
