import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { appliedMigrations, knownMigrations } from '../../platform/database/migrations.js';
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

async function postgresVersion(dataSource: DataSource): Promise<string> {
  const [row] = await dataSource.query<{ version: string }[]>(`SELECT current_setting('server_version') AS version`);
  return row?.version ?? 'unknown';
}

/** From the catalogue: PostGIS_Version() is not there before the first migration. */
async function postgisVersion(dataSource: DataSource): Promise<string> {
  const [row] = await dataSource.query<{ version: string }[]>(
    `SELECT extversion AS version FROM pg_extension WHERE extname = 'postgis'`,
  );
  return row?.version ?? 'not enabled yet';
}
