import { CreditsRepository } from '../../features/payments/credits/credits.repository.js';
import { JobsRepository } from '../../features/jobs/jobs.repository.js';
import { JobsService } from '../../features/jobs/jobs.service.js';
import { BothBalances } from '../../features/payments/reconciliation/both-balances.js';
import { CarriedBalance } from '../../features/payments/reconciliation/carried-balance.js';
import { LedgerRepository } from '../../features/payments/reconciliation/ledger.repository.js';
import { Reconcile } from '../../features/payments/reconciliation/reconcile.js';
import { StripeLedger } from '../../features/payments/reconciliation/stripe-ledger.js';
import { StripeClient } from '../../features/payments/stripe/stripe-client.js';
import type { Platform } from '../../platform/platform.js';

/** Put together by hand: the application as a whole would begin to work on events and to sweep. */
export function reconcilerOf(
  platform: Platform,
  stripe = new StripeLedger(new StripeClient(platform)),
): { reconcile: Reconcile; carried: CarriedBalance } {
  const { database } = platform;
  const jobs = new JobsService(new JobsRepository(database), platform);
  const ledger = new LedgerRepository(database);
  const carried = new CarriedBalance(ledger, stripe, platform);
  return {
    reconcile: new Reconcile(
      ledger,
      stripe,
      new BothBalances(ledger, stripe, carried, platform),
      jobs,
      new CreditsRepository(database),
      platform,
    ),
    carried,
  };
}
