import { Injectable } from '@nestjs/common';
import { BouncedPayouts } from '../payouts/bounced-payouts.js';
import { isReady, PayoutAccounts } from '../payouts/payout-accounts.js';
import { StripeClient } from '../stripe/stripe-client.js';
import type { Effect } from './effect.js';

/** Events of guards' own accounts at Stripe: whether they can be paid, and what their banks do. */
@Injectable()
export class ConnectedAccountEffects {
  constructor(
    private readonly accounts: PayoutAccounts,
    private readonly bounced: BouncedPayouts,
    private readonly stripe: StripeClient,
  ) {}

  /** Null for an account that is not linked to a guard of ours. @param id of the object that the event is about */
  async of(type: string, id: string, accountId: string): Promise<Effect | null> {
    const { api } = this.stripe;
    const account = await api.accounts.retrieve(accountId);
    const guardId = await this.accounts.ownerOf(account);
    if (!guardId) return null;
    const ready = isReady(account);
    const follow = (before: () => Promise<void>): Effect => ({
      apply: async () => {
        await before();
        await this.accounts.noteReady(guardId, ready);
      },
      jobId: null,
    });
    switch (type) {
      case 'account.updated':
        return follow(() => Promise.resolve());
      case 'account.external_account.created':
      case 'account.external_account.updated':
        return follow(() => this.bounced.settle(guardId));
      case 'payout.paid': {
        const settled = await this.settledBy(id, guardId, accountId);
        return settled && follow(() => this.bounced.settleThese(settled));
      }
      case 'payout.failed': {
        const payout = await api.payouts.retrieve(id, {}, { stripeAccount: accountId });
        // It may have been sent again, and arrived, since the event was written.
        return payout.status === 'failed' ? follow(() => this.bounced.note(guardId, payout)) : null;
      }
      default:
        return null;
    }
  }

  /** Those that a later payout has shown to be over. Null for one that has come back itself since: it was told as paid before. */
  private async settledBy(id: string, guardId: string, stripeAccount: string): Promise<string[] | null> {
    const { payouts } = this.stripe.api;
    const arrived = await payouts.retrieve(id, {}, { stripeAccount });
    if (arrived.status !== 'paid') return null;
    const open = await this.bounced.openOf(guardId);
    const sent = await Promise.all(open.map((one) => payouts.retrieve(one.stripePayoutId, {}, { stripeAccount })));
    return sent.filter(({ created }) => created <= arrived.created).map((one) => one.id);
  }
}
