import { randomUUID } from 'node:crypto';
import type { CardStory } from './card-story.js';
import { type Stage } from './stage.js';

/** An administrator gives money back, and banks take it, take their time, or do not take it. */
export class RefundStory {
  /** Cents of those that the API took and the bank has not refused. */
  readonly promised: number[] = [];
  private hasRefused = false;

  constructor(
    private readonly stage: Stage,
    private readonly cards: CardStory,
  ) {}

  async ask(): Promise<void> {
    const { cast, patience, plan } = this.stage;
    if (plan.refunds.length === 0) return;
    const { items } = await this.cards.untilPaid('the charge to be given back');
    const charge = items.find(
      ({ type, purpose, status }) => type === 'charge' && purpose === 'booking' && status === 'succeeded',
    );
    if (!charge) return;
    for (const part of plan.refunds) {
      const amountCents = part === 'rest' ? undefined : Math.max(1, Math.floor(charge.amountCents * part));
      const body = { reason: 'not satisfied', ...(amountCents && { amountCents }) };
      const call = { params: { id: charge.id }, body, idempotencyKey: randomUUID() };
      const refund = await patience.insist(`a refund of ${part}`, () => cast.admin.client.admin.refund(call));
      if (!(await this.isRefused('booking'))) this.promised.push(refund.amountCents);
    }
  }

  /** The bank does not take the first of those that wait, where the plan says so. */
  async isRefused(purpose: 'booking' | 'hours'): Promise<boolean> {
    const { double, patience, plan, story } = this.stage;
    if (plan.refundFate !== 'waits_and_fails' || this.hasRefused) return false;
    this.hasRefused = true;
    const waiting = await patience.watch(`a refund (${purpose}) that waits at the bank`, () =>
      double
        .books()
        .refunds.find(({ status, metadata }) => status === 'pending' && metadata?.['jobId'] === story.jobId),
    );
    double.failRefund(waiting.id);
    story.tell(`the bank does not take ${waiting.id}`);
    return true;
  }
}
