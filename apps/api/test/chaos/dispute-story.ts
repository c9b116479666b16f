import { randomUUID } from 'node:crypto';
import { ApiError, type Client } from '@aegis/client';
import type { StripeDouble } from '@aegis/stripe-double';
import type { ChaosPerson } from './chaos-people.js';
import type { Contest } from './chaos-plan.js';
import { insist, until } from './insist.js';
import type { WorkDone } from './work-done.js';

const CONFLICT = 409;

type Dispute = Awaited<ReturnType<Client['disputes']['list']>>['items'][number];

/** The bank of the customer's card contests what was paid for the work, is answered or not, and decides. */
export class DisputeStory {
  /** As Stripe names it. */
  private disputeId = '';

  constructor(
    private readonly jobId: string,
    private readonly contest: Contest,
    private readonly admin: ChaosPerson,
    private readonly double: StripeDouble,
    private readonly work: WorkDone,
  ) {}

  /** Once it is paid; what the bank asks for, in cents. */
  async open(): Promise<number> {
    const { items } = await until(
      `the charge of ${this.jobId}`,
      () => this.admin.client.payments.ofJob({ params: { id: this.jobId } }),
      ({ sum }) => sum.chargedCents > 0,
      this.work,
    );
    const paid = items.find(({ type, purpose }) => type === 'charge' && purpose === 'booking');
    const charge = this.double
      .books()
      .charges.find(({ captured, metadata }) => captured && metadata['paymentId'] === paid?.id);
    if (!charge) throw new Error(`nothing was charged for ${this.jobId}`);
    const { id, amount } = this.double.contestCharge(charge.id, this.contest.reason);
    this.disputeId = id;
    return amount;
  }

  /** Until we have heard what came of it. */
  async end(): Promise<void> {
    const { id } = await this.known(() => true);
    if (this.contest.verdict === 'lost') this.double.decideDispute(this.disputeId, 'lost');
    else await this.answer(id);
    await this.known(({ status }) => status === this.contest.verdict);
  }

  /** Complete evidence wins, says the double. */
  private async answer(id: string): Promise<void> {
    const call = { params: { id }, idempotencyKey: randomUUID() };
    await insist(async () => {
      try {
        await this.admin.client.disputes.answer(call);
      } catch (error) {
        // Answered by itself, or before the server was killed.
        if (!(error instanceof ApiError && error.status === CONFLICT)) throw error;
      }
    }, this.work);
  }

  private async known(holds: (dispute: Dispute) => boolean): Promise<Dispute> {
    // One of each job.
    const find = (items: readonly Dispute[]) => items.find(({ jobId }) => jobId === this.jobId);
    const { items } = await until(
      `the dispute of ${this.jobId} (${this.contest.verdict})`,
      () => this.admin.client.disputes.list(),
      (seen) => {
        const dispute = find(seen.items);
        return dispute !== undefined && holds(dispute);
      },
      this.work,
    );
    const dispute = find(items);
    if (!dispute) throw new Error('it was there');
    return dispute;
  }
}
