import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import Stripe from 'stripe';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { UsersService } from '../../identity/users/users.service.js';
import { privacyEvents } from '../../privacy/privacy.events.js';
import { StripeClient } from './stripe-client.js';
import { SweepRepository } from '../flow/sweep.repository.js';

/**
 * Who is erased here is deleted at Stripe too, with their cards; at once by event, or within the hour when Stripe was away. A
 * customer whose money is still open (a bank may contest a charge months later) is kept until it is settled: Stripe refuses
 * everything that names a deleted one.
 */
@Injectable()
export class ErasedCustomers implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly stripe: StripeClient,
    private readonly money: SweepRepository,
    private readonly users: UsersService,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.queue.subscribe(privacyEvents['person.erased'], 'payments-forget-customer', async ({ userId }) => {
      await this.forget(userId);
    });
  }

  onApplicationBootstrap(): void {
    this.platform.schedule.every(HOUR_MS, 'erased-customers', () => this.forgetAll());
  }

  /** Those whose event came too early, or whose calls failed for longer than the queue repeats. */
  async forgetAll(): Promise<{ forgotten: number; failed: number }> {
    const counts = { forgotten: 0, failed: 0 };
    for (const userId of await this.users.erasedButKnownToStripe()) {
      if (this.platform.schedule.isEnding) break;
      try {
        if (await this.forget(userId)) counts.forgotten++;
      } catch (error) {
        this.logger.error(`customer of ${userId}: ${String(error)}`);
        counts.failed++;
      }
    }
    return counts;
  }

  /** May run twice, and beside itself. False when there is nothing to do, or not yet. */
  async forget(userId: string): Promise<boolean> {
    const customerId = await this.users.stripeCustomerOfErased(userId);
    if (customerId === null || (await this.money.hasOpenMoney(userId))) return false;
    await this.deleteAtStripe(customerId);
    const { database, audit } = this.platform;
    return database.transaction(async () => {
      if (!(await this.users.forgetStripeCustomer(userId))) return false;
      await audit.record({ action: 'privacy.provider_customer_deleted', actor: SYSTEM, subjectId: userId });
      return true;
    });
  }

  private async deleteAtStripe(customerId: string): Promise<void> {
    try {
      await this.stripe.api.customers.del(customerId);
    } catch (error) {
      // Deleted by an earlier run that was killed before it could write so.
      const isGone = error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
      if (!isGone) throw error;
    }
  }
}
