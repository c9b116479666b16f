import { randomUUID } from 'node:crypto';
import type { Client } from '@aegis/client';
import type { CardStory } from './card-story.js';
import type { Contest } from './chaos-plan.js';
import { type Stage, unlessDone } from './stage.js';

type Dispute = Awaited<ReturnType<Client['disputes']['list']>>['items'][number];

/** The bank of the customer's card contests what was paid for the work, is answered or not, and decides. */
export class DisputeStory {
  /** As Stripe names it. */
  private disputeId = '';

  constructor(
    private readonly stage: Stage,
    private readonly cards: CardStory,
    private readonly contest: Contest,
  ) {}

  /** Once it is paid; what the bank asks for, in cents. */
  async open(): Promise<number> {
    const { double, story } = this.stage;
    const { items } = await this.cards.untilPaid('the charge that is contested');
    const paid = items.find(
      ({ type, purpose, status }) => type === 'charge' && purpose === 'booking' && status === 'succeeded',
    );
    const charge = double
      .books()
      .charges.find(({ captured, metadata }) => captured && metadata['paymentId'] === paid?.id);
    if (!charge) throw new Error(`nothing was charged for ${story.jobId}`);
    const isInquiry = this.contest.end === 'asked_about';
    const { id, amount } = double.contestCharge(charge.id, this.contest.reason, isInquiry);
    story.tell(`the bank ${isInquiry ? 'asks about' : 'contests'} ${amount}: ${id}`);
    this.disputeId = id;
    return amount;
  }

  /** Until we have heard what came of it. */
  async end(): Promise<void> {
    const { double, story } = this.stage;
    const { end } = this.contest;
    const verdict = end === 'lost' ? 'lost' : 'won';
    if (end === 'won') {
      const { id } = await this.known(() => true);
      await this.answer(id);
    } else {
      double.decideDispute(this.disputeId, verdict);
      story.tell(`${this.disputeId} is ${end}`);
    }
    await this.known(({ status }) => status === verdict);
  }

  /** Complete evidence wins, says the double. */
  private async answer(id: string): Promise<void> {
    const { cast, patience } = this.stage;
    const call = { params: { id }, idempotencyKey: randomUUID() };
    // A conflict: answered by itself, or before the server was killed.
    await patience.insist('evidence for the bank', () => unlessDone(cast.admin.client.disputes.answer(call)));
  }

  private async known(holds: (dispute: Dispute) => boolean): Promise<Dispute> {
    const { cast, patience, story } = this.stage;
    // One of each job.
    const find = (items: readonly Dispute[]) => items.find(({ jobId }) => jobId === story.jobId);
    const { items } = await patience.until(
      `the dispute (${this.contest.end})`,
      () => cast.admin.client.disputes.list(),
      (seen) => {
        const dispute = find(seen.items);
        return dispute !== undefined && holds(dispute);
      },
    );
    const dispute = find(items);
    if (!dispute) throw new Error('it was there');
    return dispute;
  }
}
