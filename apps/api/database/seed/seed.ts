import type { INestApplicationContext } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { createApplication } from '../../src/application.js';
import { MovableClock } from '../../src/platform/clock/clock.js';
import type { Config } from '../../src/platform/config/config.js';
import { DEMO_ACCOUNTS, DEMO_CUSTOMER } from './accounts.js';
import { createDemoAccounts } from './demo-accounts.js';
import { playDemoJobs } from './demo-jobs.js';

export interface SeedResult {
  /** False when the demo accounts were there already; nothing was changed then. */
  created: boolean;
  accounts: { role: string; email: string }[];
}

export async function isSeeded(dataSource: DataSource): Promise<boolean> {
  const rows = await dataSource.query<unknown[]>(`SELECT 1 FROM users WHERE email = $1 AND deleted_at IS NULL`, [
    DEMO_CUSTOMER.email,
  ]);
  return rows.length > 0;
}

/**
 * The demo accounts and a few jobs of the last and next days. The jobs are not inserted but played through the
 * application's own use cases, on a clock that is moved: so their money, offers and timeline are as real as any.
 * Repeatable: a second call changes nothing.
 */
export async function seedDatabase(config: Config, dataSource: DataSource): Promise<SeedResult> {
  const accounts = DEMO_ACCOUNTS.map(({ role, email }) => ({ role, email }));
  if (await isSeeded(dataSource)) return { created: false, accounts };
  const clock = new MovableClock();
  const application = await createApplication({ ...config, logLevel: 'error' }, dataSource, clock);
  try {
    await fill(application, clock);
  } finally {
    await application.close();
  }
  return { created: true, accounts };
}

async function fill(application: INestApplicationContext, clock: MovableClock): Promise<void> {
  const people = await createDemoAccounts(application);
  await playDemoJobs(application, clock, people);
}
