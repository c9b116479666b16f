import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { appliedMigrations, knownMigrations } from '../../platform/database/migrations.js';
import { text } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';
import type { Command } from './command.js';
import { withDatabase } from './command-database.js';
import { textTable } from './text-table.js';

export const status: Command = {
  summary: 'show which migrations are applied',
  help: `npm run db -- status

Shows the versions of PostgreSQL and PostGIS, and every migration: applied, pending, or unknown to this version of Aegis.
Exit code 0 when the schema is the one this version needs, else 1.`,

  async run(args, context) {
    parseArgs({ args, options: {} });
    return withDatabase(context, { create: false }, async ({ dataSource, place }) => {
      context.print(
        `${place}: PostgreSQL ${await postgresVersion(dataSource)}, PostGIS ${await postgisVersion(dataSource)}`,
      );
      const rows = await migrationStates(dataSource);
      for (const line of textTable(['migration', 'state'], rows)) context.print(line);
      return rows.every(([, state]) => state === 'applied') ? 0 : 1;
    });
  },
};

async function migrationStates(dataSource: DataSource): Promise<[name: string, state: string][]> {
  const applied = new Set(await appliedMigrations(dataSource));
  const known = knownMigrations();
  const unknown = [...applied].filter((name) => !known.includes(name));
  return [
    ...known.map((name): [string, string] => [name, applied.has(name) ? 'applied' : 'pending']),
    ...unknown.map((name): [string, string] => [name, 'applied by a newer version']),
  ];
}

const POSTGRES_VERSION = statement({
  gives: { version: text(`current_setting('server_version')`) },
  text: (row) => `SELECT ${row}`,
});

async function postgresVersion(dataSource: DataSource): Promise<string> {
  return (await new Database(dataSource).row(POSTGRES_VERSION))?.version ?? 'unknown';
}

/** From the catalogue: PostGIS_Version() is not there before the first migration. */
const POSTGIS_VERSION = statement({
  gives: { version: text('extversion') },
  text: (row) => `SELECT ${row} FROM pg_extension WHERE extname = 'postgis'`,
});

async function postgisVersion(dataSource: DataSource): Promise<string> {
  return (await new Database(dataSource).row(POSTGIS_VERSION))?.version ?? 'not enabled yet';
}
