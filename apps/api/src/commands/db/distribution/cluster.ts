import type { Database } from '../../../platform/database/database.js';
import { bigint, boolean, identifier, integer, text } from '../../../platform/database/sql-types.js';
import { composed, statement } from '../../../platform/database/statement.js';
import { CommandRefusal } from '../command.js';

const SERVER = statement({
  gives: {
    database: text('current_database()::text'),
    isOffered: boolean(`EXISTS (SELECT FROM pg_available_extensions WHERE name = 'citus')`),
    isThere: boolean(`EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')`),
  },
  text: (row) => `SELECT ${row}`,
});

// Composed, since these tables and functions are there only where Citus is.
const WORKERS = composed({
  gives: { name: text('nodename'), port: integer('nodeport') },
  text: (row) => `
    SELECT ${row} FROM pg_dist_node WHERE noderole = 'primary' AND isactive AND shouldhaveshards ORDER BY nodeid`,
});
const PLACEMENT = composed({
  gives: {
    method: text('partmethod::text'),
    shards: bigint('(SELECT count(*) FROM pg_dist_shard s WHERE s.logicalrelid = p.logicalrelid)'),
  },
  text: (row) => `SELECT ${row} FROM pg_dist_partition p WHERE logicalrelid = 'location_history'::regclass`,
});

/** As each node has it, the coordinator's first. */
const SETTINGS = `
  SELECT 'the coordinator' AS node, current_setting('wal_level') AS wal, current_setting('output_plugin_libraries', true) AS plugins
  UNION ALL
  SELECT w.nodename || ':' || w.nodeport, split_part(w.result, '|', 1), NULLIF(split_part(w.result, '|', 2), '')
  FROM run_command_on_workers(
    $$SELECT current_setting('wal_level') || '|' || COALESCE(current_setting('output_plugin_libraries', true), '')$$) w`;

const NO_CITUS =
  'This server has no Citus, so that there is nothing to distribute over. On every node: install Citus for its version of PostgreSQL ' +
  "(and PostGIS), set shared_preload_libraries = 'citus' and wal_level = 'logical', restart it. Then run this command again, which says " +
  'what a superuser has to do. One PostgreSQL carries a very large market: docs/citus.md says when this is worth it.';

const notMade = (database: string): string =>
  `Citus is installed, and not made in the database ${database}. A superuser does that on every node, in a database of that name:
    CREATE EXTENSION citus;
    CREATE EXTENSION postgis;
and then on this one, which becomes the coordinator:
    SELECT citus_set_coordinator_host('ADDRESS OF THIS NODE');
    SELECT citus_add_node('ADDRESS OF A WORKER', 5432);    -- for each worker`;

const NO_WORKERS = `There is no worker that may hold anything. A superuser names them, in this database:
    SELECT citus_set_coordinator_host('ADDRESS OF THIS NODE');
    SELECT citus_add_node('ADDRESS OF A WORKER', 5432);    -- for each worker`;

/** Where the history lies: `converted` is what a distribution that broke off has left, a table that Citus knows and that is all here. */
interface Placement {
  is: 'whole' | 'converted' | 'distributed';
  shards: number;
}

export interface Cluster {
  database: string;
  workers: readonly { name: string; port: number }[];
}

/** @throws CommandRefusal with what is missing, and the SQL for it */
export async function readCluster(database: Database): Promise<Cluster> {
  const server = await database.row(SERVER);
  if (!server?.isThere) throw new CommandRefusal(server?.isOffered ? notMade(server.database) : NO_CITUS);
  const workers = await database.rows(WORKERS);
  if (workers.length === 0) throw new CommandRefusal(NO_WORKERS);
  return { database: server.database, workers };
}

export async function placementOf(database: Database): Promise<Placement> {
  if (!(await database.row(SERVER))?.isThere) return { is: 'whole', shards: 0 };
  const row = await database.row(PLACEMENT);
  if (!row) return { is: 'whole', shards: 0 };
  return { is: row.method === 'h' ? 'distributed' : 'converted', shards: row.shards };
}

/** Rows are copied by logical replication while they are written. @throws CommandRefusal for a node that does not do that */
export async function refuseWithoutReplication(database: Database): Promise<void> {
  const wrong: string[] = [];
  for (const { node, wal, plugins } of await database.anyRows(SETTINGS)) {
    if (wal !== 'logical') wrong.push(`${String(node)}: wal_level is ${String(wal)}, and has to be logical (restart)`);
    // PostgreSQL asks for it since its releases of 2026.
    if (typeof plugins === 'string' && !/(^|[\s,])(citus|\*)([\s,]|$)/.test(plugins))
      wrong.push(`${String(node)}: output_plugin_libraries is ${plugins}, and has to name citus as well (reload)`);
  }
  if (wrong.length > 0)
    throw new CommandRefusal(
      `Rows cannot be copied while others are written:\n    ${wrong.join('\n    ')}\n` +
        'Change that, or give --while-writes-wait: positions are then refused with 503 until all is copied, and phones send them again.',
    );
}

const ROLES = statement({
  takes: [identifier],
  gives: { isThere: boolean('EXISTS (SELECT FROM pg_roles WHERE rolname = $1)') },
  text: (row) => `SELECT ${row}`,
});

/** Statements go to workers as who sends them. @throws CommandRefusal for a worker that does not know the role */
export async function refuseUnknownRole(database: Database, role: string | undefined): Promise<void> {
  if (role === undefined || !(await database.row(ROLES, [role]))?.isThere) return;
  const rows = await database.anyRows(
    `SELECT nodename || ':' || nodeport AS node FROM run_command_on_workers(
       format('SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %L)', $1::text)) WHERE result <> 't'`,
    [role],
  );
  if (rows.length > 0)
    throw new CommandRefusal(
      `The role that serves, ${role}, is unknown to ${rows.map(({ node }) => String(node)).join(', ')}: a superuser makes it there ` +
        '(CREATE ROLE ... LOGIN), and lets the coordinator sign in as it (pg_hba.conf of the worker, .pgpass of the coordinator).',
    );
}
