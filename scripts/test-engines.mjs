import { pgbouncerVersion } from './pgbouncer-server.mjs';
import { findPostgres, startPostgres } from './postgres-server.mjs';
import { redisVersion, startRedis } from './redis-server.mjs';
import { Refusal } from './say.mjs';

/** The projects whose files run on PostgreSQL. */
const ON_POSTGRES = ['postgres', 'pgbouncer', 'distributed'];

/**
 * What the tests can run against on this machine, started.
 * @typedef {object} TestEngines
 * @property {NodeJS.ProcessEnv} env tells the tests where the servers are
 * @property {string[]} projects the test projects that can run
 * @property {string} sentence what runs and what does not, in one line
 * @property {boolean} isComplete nothing had to be left out
 * @property {() => Promise<void>} stop ends the servers that are ours
 */

/**
 * Servers given by TEST_DATABASE_URL and TEST_REDIS_URL are used and must answer; otherwise installed ones are started for this run.
 * @param {string[]} projects the projects asked for
 * @returns {Promise<TestEngines>}
 */
export async function startTestEngines(projects) {
  const needsDatabase = projects.some((project) => project !== 'small');
  const isOnCitus = Boolean(process.env.TEST_CITUS_URL);
  const needsPostgres = (project) => ON_POSTGRES.includes(project) && !(project === 'distributed' && isOnCitus);
  const postgres = projects.some(needsPostgres) ? await postgresForTests() : null;
  const pgbouncer = projects.includes('pgbouncer') ? pgbouncerForTests() : null;
  const redis = needsDatabase ? await redisForTests() : null;
  const parts = [postgres, pgbouncer, redis].filter((part) => part !== null);
  const lacks = (project) =>
    (needsPostgres(project) && !postgres?.url) || (project === 'pgbouncer' && pgbouncer.reason);
  const canRun = projects.filter((project) => !lacks(project));
  const engines = [
    projects.includes('embedded') && 'embedded engine',
    ...parts.filter((part) => !part.reason).map((part) => part.name),
  ].filter(Boolean);
  const missing = parts.filter((part) => part.reason);
  const skipped =
    missing.length === 0 ? '' : `; skipped: ${missing.map((part) => `${part.name} (${part.reason})`).join(', ')}`;
  const citus = projects.includes('distributed') ? aboutCitus(isOnCitus) : '';
  return {
    env: {
      ...(postgres?.url && { TEST_DATABASE_URL: postgres.url }),
      ...(redis?.url && { TEST_REDIS_URL: redis.url }),
    },
    projects: canRun,
    sentence: `Tests run in: ${canRun.join(', ') || 'nothing'}; on: ${engines.join(', ') || 'no database'}${skipped}${citus}`,
    isComplete: missing.length === 0,
    stop: async () => {
      for (const part of parts) await part.stop?.();
    },
  };
}

/** Debian has no package of it, so that its absence is no gap. */
const aboutCitus = (isThere) =>
  isThere
    ? '; on Citus (TEST_CITUS_URL)'
    : '; not on Citus: TEST_CITUS_URL is not set, so its history is one without keys';

async function postgresForTests() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { name: await describeGivenPostgres(given), url: given };
  const found = findPostgres();
  if ('missing' in found) return { name: 'PostgreSQL', reason: found.missing };
  const { url, version, stop } = await startPostgres();
  return { name: `PostgreSQL ${version} (own, temporary)`, url, stop };
}

/** Asked for by name, so it is no reason to skip when it does not answer. */
async function describeGivenPostgres(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rows } = await client.query(
      `SELECT current_setting('server_version') AS version, EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgis') AS postgis`,
    );
    if (!rows[0].postgis) throw new Error('it has no PostGIS');
    return `PostgreSQL ${rows[0].version} (TEST_DATABASE_URL)`;
  } catch (error) {
    throw new Refusal(
      `The server of TEST_DATABASE_URL cannot be used: ${error.message || error.code}. Start it, or unset the variable.`,
    );
  } finally {
    await client.end();
  }
}

/** Started by the tests themselves: it stands before the server that they are on. */
function pgbouncerForTests() {
  const version = pgbouncerVersion();
  return version === null
    ? { name: 'PgBouncer', reason: 'pgbouncer is not installed' }
    : { name: `PgBouncer ${version}` };
}

async function redisForTests() {
  const given = process.env.TEST_REDIS_URL;
  if (given) return { name: 'Redis (TEST_REDIS_URL)', url: given };
  const version = redisVersion();
  if (version === null) return { name: 'Redis', reason: 'redis-server is not installed' };
  const { url, stop } = await startRedis();
  return { name: `Redis ${version} (own, temporary)`, url, stop };
}
