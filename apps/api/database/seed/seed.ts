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
  /** False when everything was there already; nothing was changed then. */
  created: boolean;
  accounts: { role: string; email: string }[];
}

/** While a filling goes on, and as long as retention keeps it, this is its row in scheduled_runs. */
const RUN = ['seed', new Date(0)] as const;

const RUN_OF = statement({
  takes: [scheduledRuns.task, scheduledRuns.slot],
  gives: { isFinished: boolean('finished_at IS NOT NULL') },
  text: (row) => `SELECT ${row} FROM scheduled_runs WHERE task = $1 AND slot = $2`,
});

/** Nobody's row is ever deleted: also who was erased has been there. */
const HAS_PEOPLE = statement({
  gives: { hasPeople: boolean('EXISTS (SELECT FROM users)') },
  text: (row) => `SELECT ${row}`,
});

/** False for a new database, and for one whose filling was broken off. */
export async function isFilled(dataSource: DataSource): Promise<boolean> {
  const database = new Database(dataSource);
  const run = await database.row(RUN_OF, RUN);
  return run ? run.isFinished : ((await database.row(HAS_PEOPLE))?.hasPeople ?? false);
}

/**
 * The demo accounts and a few jobs of the last and next days. The jobs are not inserted but played through the
 * application's own use cases, on a clock that is moved: so their money, offers and timeline are as real as any.
 * What is there stays as it is and what is missing is added, so it may be broken off at any moment and called again.
 */
export async function seedDatabase(config: Config, dataSource: DataSource): Promise<SeedResult> {
  const database = new Database(dataSource);
  await database.run(
    `INSERT INTO scheduled_runs (task, slot, started_at) VALUES ($1, $2, now())
     ON CONFLICT (task, slot) DO UPDATE SET finished_at = NULL`,
    [...RUN],
  );
  const clock = new MovableClock();
  // Nothing gathers while a play goes on one job after the other: whoever starts the program would only wait.
  const rules = { ...config.rules, BATCH_WINDOW_SECONDS: 0 };
  const application = await createApplication({ ...config, rules, logLevel: 'error' }, dataSource, clock);
  let created: boolean;
  try {
    created = await fill(application, clock);
  } finally {
    await application.close();
  }
  await database.run(`UPDATE scheduled_runs SET finished_at = now() WHERE task = $1 AND slot = $2`, [...RUN]);
  return { created, accounts: DEMO_ACCOUNTS.map(({ role, email }) => ({ role, email })) };
}

/** False when nothing was missing. */
async function fill(application: INestApplicationContext, clock: MovableClock): Promise<boolean> {
  const { people, created } = await createDemoAccounts(application);
  const played = people ? await playDemoJobs(application, clock, people) : false;
  return created || played;
}
