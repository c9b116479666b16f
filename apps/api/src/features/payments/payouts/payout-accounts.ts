import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import type Stripe from 'stripe';
import { Platform } from '../../../platform/platform.js';
import { GuardProfilesService } from '../../guard-profiles/guard-profiles.service.js';
import { UsersService } from '../../identity/users/users.service.js';
import { BouncedPayouts } from './bounced-payouts.js';
import { GuardAccounts } from './guard-accounts.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { isDeadName, StripeClient } from '../stripe/stripe-client.js';
import { paymentEvents } from '../payments.events.js';

/** Guards' accounts at Stripe. Stripe asks for identity and bank details itself; nothing of that passes through here. */
@Injectable()
export class PayoutAccounts {
  constructor(
    private readonly accounts: GuardAccounts,
    private readonly profiles: GuardProfilesService,
    private readonly bounced: BouncedPayouts,
    private readonly users: UsersService,
    private readonly repository: PaymentsRepository,
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  /** Opens the guard's account, or goes on with opening it; payouts that waited for it go out. */
  async open(guardId: string): Promise<Answer<typeof api.guards.payoutAccount>> {
    const account = await this.accounts.with(guardId, (id) => this.stripe.api.accounts.retrieve(id));
    await this.noteReady(guardId, isReady(account));
    if (isReady(account)) {
      const { url } = await this.stripe.api.accounts.createLoginLink(account.id);
      return { onboardingUrl: null, ready: true, dashboardUrl: url };
    }
    const link = await this.stripe.api.accountLinks.create({
      account: account.id,
      type: 'account_onboarding',
      return_url: `${this.origin}/earnings?payout-account=returned`,
      refresh_url: `${this.origin}/earnings?payout-account=expired`,
    });
    return { onboardingUrl: link.url, ready: false, dashboardUrl: null };
  }

  /** The account to pay this guard on; null while there is none that can be paid. */
  async readyAccountOf(guardId: string): Promise<string | null> {
    const known = await this.accounts.of(guardId);
    if (!known) return null;
    const { accountId, isSuspended } = known;
    const account = await this.lookedUp(accountId);
    const ready = account !== null && isReady(account) && !isSuspended && !(await this.hasBounced(guardId));
    await this.profiles.setPayoutsReady(guardId, ready);
    return ready ? accountId : null;
  }

  /** Their bank has sent money back, or an administrator has suspended them: what they earn waits until that is decided. */
  private async isHeldBack(guardId: string): Promise<boolean> {
    return (await this.hasBounced(guardId)) || (await this.users.get(guardId)).status === 'suspended';
  }

  private async hasBounced(guardId: string): Promise<boolean> {
    return (await this.bounced.openOf(guardId)).length > 0;
  }

  /** Null when it is gone at Stripe: the guard opens another, and what they are owed waits for it. */
  private async lookedUp(accountId: string): Promise<Stripe.Account | null> {
    try {
      return await this.stripe.api.accounts.retrieve(accountId);
    } catch (error) {
      if (isDeadName(error)) return null;
      throw error;
    }
  }

  /** Whether the guard can be paid, for those who give out jobs; payouts that waited for it go out. */
  async noteReady(guardId: string, isAccountReady: boolean): Promise<void> {
    await this.platform.database.transaction(async () => {
      const ready = isAccountReady && !(await this.isHeldBack(guardId));
      await this.profiles.setPayoutsReady(guardId, ready);
      if (ready) await this.releaseWaiting(guardId);
    });
  }

  /** The guard whose account this is. Null for an account that is not linked to who it says. */
  async ownerOf(account: Stripe.Account): Promise<string | null> {
    const userId = account.metadata?.['userId'];
    if (!userId) return null;
    return (await this.accounts.of(userId))?.accountId === account.id ? userId : null;
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

/** They are paid by transfers, which Stripe sends on to their bank; whether they may take cards says nothing of that. */
export const isReady = (account: Stripe.Account): boolean =>
  account.payouts_enabled === true &&
  account.capabilities?.transfers === 'active' &&
  (account.requirements?.currently_due ?? []).length === 0;
