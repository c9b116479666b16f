import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import { GuardProfilesService } from '../../guard-profiles/guard-profiles.service.js';
import { GuardAccounts } from './guard-accounts.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { StripeClient } from '../stripe/stripe-client.js';
import { paymentEvents } from '../payments.events.js';

/** Guards' accounts at Stripe. Stripe asks for identity and bank details itself; nothing of that passes through here. */
@Injectable()
export class PayoutAccounts {
  constructor(
    private readonly accounts: GuardAccounts,
    private readonly profiles: GuardProfilesService,
    private readonly repository: PaymentsRepository,
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  /** Opens the guard's account, or goes on with opening it; payouts that waited for it go out. */
  async open(guardId: string): Promise<Answer<typeof api.guards.payoutAccount>> {
    const account = await this.stripe.api.accounts.retrieve(await this.accounts.ensure(guardId));
    await this.noteReady(guardId, isReady(account));
    if (isReady(account)) {
      return { onboardingUrl: null, ready: true };
    }
    const link = await this.stripe.api.accountLinks.create({
      account: account.id,
      type: 'account_onboarding',
      return_url: `${this.origin}/earnings?payout-account=returned`,
      refresh_url: `${this.origin}/earnings?payout-account=expired`,
    });
    return { onboardingUrl: link.url, ready: false };
  }

  /** The account to pay this guard on; null while there is none that can be paid. */
  async readyAccountOf(guardId: string): Promise<string | null> {
    const accountId = await this.accounts.of(guardId);
    if (!accountId) return null;
    const account = await this.stripe.api.accounts.retrieve(accountId);
    await this.profiles.setPayoutsReady(guardId, isReady(account));
    return isReady(account) ? account.id : null;
  }

  /** Whether the guard can be paid, for those who give out jobs; payouts that waited for it go out. */
  async noteReady(guardId: string, ready: boolean): Promise<void> {
    await this.platform.database.transaction(async () => {
      await this.profiles.setPayoutsReady(guardId, ready);
      if (ready) await this.releaseWaiting(guardId);
    });
  }

  /** The guard whose account this is. Null for an account that is not linked to who it says. */
  async ownerOf(account: Stripe.Account): Promise<string | null> {
    const userId = account.metadata?.['userId'];
    if (!userId) return null;
    return (await this.accounts.of(userId)) === account.id ? userId : null;
  }

  /** In the open transaction: every payout that waits for this guard's account is tried again. */
  private async releaseWaiting(guardId: string): Promise<void> {
    for (const jobId of await this.repository.endWaitForAccount(guardId))
      await this.platform.queue.publish(paymentEvents['money.due'], { jobId });
  }

  private get origin(): string {
    const { publicUrl, host, port } = this.platform.config;
    return publicUrl?.replace(/\/$/, '') ?? `http://${host}:${port}`;
  }
}

/** The transfers capability is asked as well: without it a transfer is refused, and would be tried again for ever. */
export const isReady = (account: Stripe.Account): boolean =>
  account.charges_enabled === true &&
  account.payouts_enabled === true &&
  account.capabilities?.transfers === 'active' &&
  (account.requirements?.currently_due ?? []).length === 0;
