import { Injectable } from '@nestjs/common';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { paymentEvents } from '../payments.events.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { Cards } from './cards.js';

/** Which of their cards a customer wants used, and which they take away. */
@Injectable()
export class ChooseCards {
  constructor(
    private readonly cards: Cards,
    private readonly jobs: JobsService,
    private readonly repository: PaymentsRepository,
    private readonly platform: Platform,
  ) {}

  /** What is held already stays on its card; what another card has refused is asked of this one. @throws 404 */
  async choose(userId: string, card: string): Promise<void> {
    const { stripeCustomerId } = await this.own(userId, card);
    await this.cards.makeStandard(stripeCustomerId, card);
    const { clock, database, queue } = this.platform;
    await database.transaction(async () => {
      for (const jobId of await this.repository.retryRefusedHolds(userId, clock.now()))
        await queue.publish(paymentEvents['money.due'], { jobId });
    });
  }

  /**
   * Should a hold be asked for in this very moment, the bank refuses a card that is gone, and its customer is told like of any
   * other that was refused.
   * @throws 404; 409 `card_holds_a_job`; 409 `last_card_needed` when it is the only one and a job is still to be paid.
   */
  async remove(userId: string, card: string): Promise<void> {
    const { others } = await this.own(userId, card);
    const [held] = await this.repository.jobsOnCard(userId, card);
    if (held !== undefined) throw paymentErrors.problem('card_holds_a_job', { facts: { jobId: held } });
    const [open] = others > 0 ? [] : await this.jobs.unfinishedOf(userId);
    if (open !== undefined) throw paymentErrors.problem('last_card_needed', { facts: { jobId: open } });
    await this.cards.remove(card);
  }

  private async own(userId: string, card: string): Promise<{ stripeCustomerId: string; others: number }> {
    const { stripeCustomerId, cards } = await this.cards.idsOf(userId);
    if (!cards.includes(card)) throw httpErrors.problem('not_found');
    return { stripeCustomerId, others: cards.length - 1 };
  }
}
