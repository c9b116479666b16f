import type { DataSource } from 'typeorm';
import { inject } from 'vitest';
import { openEmbeddedEngine } from '../../src/platform/database/embedded/embedded-engine.js';
import { migrate } from '../../src/platform/database/migrations.js';
import { openPool, openTestDataSource } from './test-data-source.js';

export interface OwnDatabase {
  dataSource: DataSource;
  close: () => Promise<void>;
}

/**
 * A migrated database for one file alone, whose schema it may change: on the embedded engine a second one, because the others
 * need theirs whole.
 */
export async function openOwnDatabase(): Promise<OwnDatabase> {
  if (inject('testEngine').engine === 'postgres') return openTestDataSource();
  const engine = await openEmbeddedEngine({ dataDir: 'memory' });
  const { host, port, user, database } = engine;
  const dataSource = await openPool({ engine: 'embedded', host, port, user, database }, 1);
  await migrate(dataSource);
  const close = async (): Promise<void> => {
    await dataSource.destroy();
    await engine.close();
  };
  return { dataSource, close };
}
