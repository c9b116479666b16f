import type { DataSource } from 'typeorm';
import { JobsRepository } from '../../features/jobs/jobs.repository.js';
import { JobsService } from '../../features/jobs/jobs.service.js';
import { LedgerRepository } from '../../features/payments/reconciliation/ledger.repository.js';
import { Reconcile } from '../../features/payments/reconciliation/reconcile.js';
import { StripeLedger } from '../../features/payments/reconciliation/stripe-ledger.js';
import { StripeClient } from '../../features/payments/stripe/stripe-client.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { Timeline } from '../../platform/timeline/timeline.js';

/** Put together by hand: the application as a whole would begin to work on events and to sweep. */
export function reconcilerOf(config: Config, dataSource: DataSource): Reconcile {
  const [database, clock] = [new Database(dataSource), new Clock()];
  const jobs = new JobsService(new JobsRepository(database), new Timeline(database, clock));
  const stripe = new StripeLedger(new StripeClient(config, database));
  return new Reconcile(new LedgerRepository(database), stripe, jobs, clock);
}
