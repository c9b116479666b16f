import { Injectable } from '@nestjs/common';
import type { Answer, api, Input } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { actorOf } from '../../../platform/timeline/timeline.js';
import { paymentEvents } from '../payments.events.js';
import { ExtendJob } from '../../jobs/extend-job.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { bookingChargeOf, type PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { paymentErrors } from '../rows/payments.errors.js';
import type { Turn } from '../rows/turn.js';
import { standInOf } from './place-hold.js';

type Extension = Answer<typeof api.payments.extend>;
type Agreement = Input<typeof api.payments.extend>['body'];

/**
 * The customer agrees to a later end and its price. The job lasts longer once their card holds the whole of the new price;
 * until then, and when the card refuses, it is as it was.
 */
@Injectable()
export class ExtendBooking {
  constructor(
    private readonly jobs: JobsService,
    private readonly extension: ExtendJob,
    private readonly changes: PaymentChanges,
    private readonly platform: Platform,
  ) {}

  /** Changes nothing. @throws 409 or 422 when the job cannot last so long. */
  async preview(caller: Caller, jobId: string, endTime: Date): Promise<Extension> {
    const job = await this.jobs.getFor(caller, jobId);
    const { totalAmountCents } = await this.extension.preview(job, endTime);
    return { endTime, totalAmountCents, addedCents: totalAmountCents - job.totalAmountCents, paymentId: null };
  }

  /** Stripe is asked from the queue, because the request may run inside the transaction of its Idempotency-Key. */
  async request(caller: Caller, jobId: string, { endTime, quotedAmountCents }: Agreement): Promise<Extension> {
    await this.jobs.getFor(caller, jobId);
    return this.changes.inTurn(jobId, async (turn) => {
      const price = await this.extension.agreed(await this.jobs.get(jobId), endTime, quotedAmountCents);
      const attempt = await this.begin(turn, endTime, price);
      const { totalAmountCents } = price;
      const addedCents = totalAmountCents - turn.job.totalAmountCents;
      const actor = actorOf(caller);
      const details = { paymentId: attempt.id, endTime: endTime.toISOString(), totalAmountCents, addedCents };
      await turn.tell({ type: 'extension.agreed', actor, details });
      await this.platform.queue.publish(paymentEvents['money.due'], { jobId });
      return { endTime, totalAmountCents, addedCents, paymentId: attempt.id };
    });
  }

  /** With the card of the hold that stands: it is known to work. One at a time: each further one would block the same money. */
  private begin(
    turn: Turn,
    endTime: Date,
    { totalAmountCents, platformFeeCents, guardPayoutCents }: Awaited<ReturnType<ExtendJob['preview']>>,
  ): Promise<PaymentRow> {
    const held = bookingChargeOf(turn.rows);
    if (held?.status !== 'authorized') throw paymentErrors.problem('no_hold_to_extend');
    if (turn.rows.some((row) => !row.isCurrent && row.status === 'pending'))
      throw paymentErrors.problem('extension_under_way');
    const longer = { ...turn.job, endTime, totalAmountCents, platformFeeCents, guardPayoutCents };
    return turn.begin(standInOf(longer, held, held, { extendTo: endTime }));
  }
}
