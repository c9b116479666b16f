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
   * @throws 404; 409 `card_needed` while money of a job is on it, or when it is the last and a job is still to be paid.
   */
  async remove(userId: string, card: string): Promise<void> {
    const { others } = await this.own(userId, card);
    const [onIt, open] = [await this.repository.jobsOnCard(userId, card), await this.jobs.unfinishedOf(userId)];
    const [needing] = onIt.length > 0 ? onIt : others === 0 ? open : [];
    if (needing !== undefined) throw paymentErrors.problem('card_needed', { facts: { jobId: needing } });
    await this.cards.remove(card);
  }

  private async own(userId: string, card: string): Promise<{ stripeCustomerId: string; others: number }> {
    const { stripeCustomerId, cards } = await this.cards.idsOf(userId);
    if (!cards.includes(card)) throw httpErrors.problem('not_found');
    return { stripeCustomerId, others: cards.length - 1 };
  }
}
