import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import type { Caller } from '../../../platform/http/access.js';
import { ExtendJob } from '../../jobs/extend-job.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { ReplaceHold } from './replace-hold.js';
import { paymentEvents } from '../payments.events.js';

type Extension = Answer<typeof api.payments.extend>;

/**
 * The customer agrees to a later end and its price. The job lasts longer once his card holds the whole of the new price;
 * until then, and when the card refuses, it is as it was.
 */
@Injectable()
export class ExtendBooking {
  constructor(
    private readonly jobs: JobsService,
    private readonly extension: ExtendJob,
    private readonly holds: ReplaceHold,
    private readonly repository: PaymentsRepository,
    private readonly changes: PaymentChanges,
  ) {}

  /** Changes nothing. @throws 409 or 422 when the job cannot last so long. */
  async preview(caller: Caller, jobId: string, endTime: Date): Promise<Extension> {
    const job = await this.jobs.getFor(caller, jobId);
    const { totalAmountCents } = await this.extension.preview(job, endTime);
    return { endTime, totalAmountCents, addedCents: totalAmountCents - job.totalAmountCents };
  }

  /** Stripe is asked from the queue, because the request may run inside the transaction of its Idempotency-Key. */
  async request(caller: Caller, jobId: string, endTime: Date): Promise<Extension> {
    await this.jobs.getFor(caller, jobId);
    return this.changes.inTurn(jobId, async (job) => {
      const { totalAmountCents, platformFeeCents, guardPayoutCents } = await this.extension.preview(
        await this.jobs.get(jobId),
        endTime,
      );
      const longer = { ...job, endTime, totalAmountCents, platformFeeCents, guardPayoutCents };
      const held = await this.repository.live(jobId, 'charge');
      if (held?.status !== 'authorized') throw paymentErrors.problem('no_hold_to_extend');
      // The card of the hold that stands: it is known to work, and asking Stripe for another is not possible here.
      const { stripeCustomer = '', paymentMethod = null } = held.metadata;
      const attempt = await this.holds.begin(longer, held, { stripeCustomer, paymentMethod }, endTime);
      if (!attempt) throw paymentErrors.problem('extension_under_way');
      const addedCents = totalAmountCents - job.totalAmountCents;
      const actor = { id: caller.userId, role: caller.role };
      const details = { paymentId: attempt.id, endTime: endTime.toISOString(), totalAmountCents, addedCents };
      await this.changes.tell(jobId, { type: 'extension.agreed', actor, details });
      await this.changes.publish(paymentEvents['extension.agreed'], jobId);
      return { endTime, totalAmountCents, addedCents };
    });
  }
}
