import type { INestApplicationContext } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { createApplication } from '../../src/application.js';
import { MovableClock } from '../../src/platform/clock/clock.js';
import type { Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { boolean } from '../../src/platform/database/sql-types.js';
import { statement } from '../../src/platform/database/statement.js';
import { scheduledRuns } from '../tables.js';
import { DEMO_ACCOUNTS } from './accounts.js';
import { createDemoAccounts } from './demo-accounts.js';
import { playDemoJobs } from './demo-jobs.js';

export interface SeedResult {
  /** False when the demo accounts were there already; nothing was changed then. */
  created: boolean;
  accounts: { role: string; email: string }[];
}

/** Filling in is a task that runs once in the life of a database: this is its row in scheduled_runs. */
const RUN = ['seed', new Date(0)] as const;

const RUN_OF = statement({
  takes: [scheduledRuns.task, scheduledRuns.slot],
  gives: { isFinished: boolean('finished_at IS NOT NULL') },
  text: (row) => `SELECT ${row} FROM scheduled_runs WHERE task = $1 AND slot = $2`,
});

/** @throws when a former filling broke off: what there is then cannot be told from what people have made. */
export async function isSeeded(dataSource: DataSource): Promise<boolean> {
  const run = await new Database(dataSource).row(RUN_OF, RUN);
  if (run && !run.isFinished)
    throw new Error('Filling in the demo data broke off. Begin anew with: npm start -- --fresh');
  return run !== null;
}

/**
 * The demo accounts and a few jobs of the last and next days. The jobs are not inserted but played through the
 * application's own use cases, on a clock that is moved: so their money, offers and timeline are as real as any.
 * Repeatable: a second call changes nothing.
 */
export async function seedDatabase(config: Config, dataSource: DataSource): Promise<SeedResult> {
  const accounts = DEMO_ACCOUNTS.map(({ role, email }) => ({ role, email }));
  if (await isSeeded(dataSource)) return { created: false, accounts };
  await dataSource.query(`INSERT INTO scheduled_runs (task, slot, started_at) VALUES ($1, $2, now())`, [...RUN]);
  const clock = new MovableClock();
  // Nothing gathers while a play goes on one job after the other: whoever starts the program would only wait.
  const rules = { ...config.rules, BATCH_WINDOW_SECONDS: 0 };
  const application = await createApplication({ ...config, rules, logLevel: 'error' }, dataSource, clock);
  try {
    await fill(application, clock);
  } finally {
    await application.close();
  }
  await dataSource.query(`UPDATE scheduled_runs SET finished_at = now() WHERE task = $1 AND slot = $2`, [...RUN]);
  return { created: true, accounts };
}

async function fill(application: INestApplicationContext, clock: MovableClock): Promise<void> {
  const people = await createDemoAccounts(application);
  await playDemoJobs(application, clock, people);
}
