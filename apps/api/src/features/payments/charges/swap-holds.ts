import { Injectable } from '@nestjs/common';
import { ProposedTerms } from '../../jobs/editing/proposed-terms.js';
import { ExtendJob } from '../../jobs/extend-job.js';
import { hasEnded } from '../rows/amounts.js';
import { bookingChargeOf, type PaymentRow } from '../rows/payment-row.js';
import type { Turn } from '../rows/turn.js';

/**
 * Lets a hold take the place of another: a newer one before the bank lets go of the older, or a larger one for a longer
 * job or for other terms. At every moment one of them is the hold of the job; the plan lets the other go.
 */
@Injectable()
export class SwapHolds {
  constructor(
    private readonly extension: ExtendJob,
    private readonly terms: ProposedTerms,
  ) {}

  /** In the job's turn, when the card has agreed to `standIn`. It may not be needed any more: then it is the one to go. */
  async swap(standIn: PaymentRow, turn: Turn): Promise<void> {
    const { jobId, standsInFor, extendTo, forProposal } = standIn;
    const old = bookingChargeOf(turn.rows);
    const isInPlace = old?.id === standsInFor && old?.status === 'authorized' && !hasEnded(turn.job);
    const agreed = forProposal ? await this.terms.agreed(jobId) : null;
    const isPossible =
      isInPlace &&
      (!extendTo || (await this.extension.isPossible(jobId, extendTo))) &&
      (!forProposal || (agreed?.id === forProposal && (await this.terms.isPossible(agreed))));
    if (!isPossible) return agreed?.id === forProposal ? this.terms.lapse(jobId) : undefined;
    await turn.note(old, { isCurrent: false });
    await turn.note(standIn, { isCurrent: true });
    const details = { paymentId: standIn.id, amountCents: standIn.authorizedCents };
    await turn.tell({ type: 'hold.replaced', details });
    if (extendTo) await this.extension.extend(jobId, extendTo);
    if (agreed) await this.terms.apply(agreed);
  }
}
