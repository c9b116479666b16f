import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import {
  migrate as migrateDatabase,
  pendingMigrations,
  refuseNewerSchema,
} from '../../platform/database/migrations.js';
import { WITHOUT_POSITIONS, writeBackup } from './backup-file.js';
import type { Command } from './command.js';
import { withDatabase } from './command-database.js';
import { grantServing, servingRole } from './roles/privileges.js';

export const migrate: Command = {
  summary: 'bring the schema up to date',
  help: `npm run db -- migrate [--backup DIR [--without-positions]]

Applies the migrations that are missing, each in a transaction of its own, one process at a time. Refuses a database that
a newer version of Aegis has migrated. Where DATABASE_URL names another user than DATABASE_DIRECT_URL, that role is then
allowed to read and write rows, and nothing else.

A table that somebody reads for long is waited for a second at a time: between two attempts everybody is let through.

  --backup DIR          first write a backup into DIR (as "backup" does), when there is anything to apply
  --without-positions   as with "backup"`,

  async run(args, context) {
    const { values } = parseArgs({ args, options: { backup: { type: 'string' }, ...WITHOUT_POSITIONS } });
    const withoutPositions = values['without-positions'];
    return withDatabase(context, { create: true }, async (database) => {
      const { dataSource, place } = database;
      await refuseNewerSchema(dataSource);
      const pending = await pendingMigrations(dataSource);
      if (pending.length > 0 && values.backup !== undefined)
        context.print(
          `backup   ${await writeBackup(database, values.backup, context.config.directUrl, { withoutPositions })}`,
        );
      tellTimes(dataSource, (name, milliseconds) => context.print(`applied  ${name}  ${milliseconds} ms`));
      const applied = await migrateDatabase(dataSource, (sentence) => context.tell(sentence));
      if (database.engine === undefined) await grantServing(dataSource, servingRole(context.config));
      context.print(
        applied.length === 0
          ? `${place} was up to date.`
          : `${place} is up to date: ${applied.length} migration${applied.length === 1 ? '' : 's'} applied.`,
      );
      return 0;
    });
  },
};

/** Each migration tells how long it took: a slow one on a copy of the data is a warning for the real one. */
function tellTimes(dataSource: DataSource, tell: (name: string, milliseconds: number) => void): void {
  for (const migration of dataSource.migrations) {
    const up = migration.up.bind(migration);
    migration.up = async (runner) => {
      const begun = performance.now();
      await up(runner);
      tell(migration.constructor.name, Math.round(performance.now() - begun));
    };
  }
}
