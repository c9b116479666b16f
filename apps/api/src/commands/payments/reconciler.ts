import { JobsRepository } from '../../features/jobs/jobs.repository.js';
import { JobsService } from '../../features/jobs/jobs.service.js';
import { LedgerRepository } from '../../features/payments/reconciliation/ledger.repository.js';
import { Reconcile } from '../../features/payments/reconciliation/reconcile.js';
import { StripeLedger } from '../../features/payments/reconciliation/stripe-ledger.js';
import { StripeClient } from '../../features/payments/stripe/stripe-client.js';
import type { Platform } from '../../platform/platform.js';

/** Put together by hand: the application as a whole would begin to work on events and to sweep. */
export function reconcilerOf(platform: Platform): Reconcile {
  const { database } = platform;
  const jobs = new JobsService(new JobsRepository(database), platform);
  const stripe = new StripeLedger(new StripeClient(platform));
  return new Reconcile(new LedgerRepository(database), stripe, jobs, platform);
}
