import { EMBEDDED_POOL_SETTINGS } from '@aegis/api/dist/src/platform/database/embedded/embedded-engine.js';
import { openEmbeddedEngine } from '@aegis/api/dist/src/platform/database/embedded/embedded-engine.js';
import pg from 'pg';

/** Opens the embedded database of a directory, asks it one thing, and does nothing else: what any start on it has to pay. */
const engine = await openEmbeddedEngine({ dataDir: process.argv[2] ?? '' });
const { host, port, user, database } = engine;
const pool = new pg.Pool({ ...EMBEDDED_POOL_SETTINGS, host, port, user, database });
await pool.query('SELECT 1');
process.stdout.write(`Open, ${Math.round(process.memoryUsage().rss / 1024 / 1024)} MB resident\n`);
process.once(
  'SIGTERM',
  () =>
    void pool
      .end()
      .then(() => engine.close())
      .then(() => process.exit(0)),
);
