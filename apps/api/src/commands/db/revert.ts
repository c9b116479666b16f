import { parseArgs } from 'node:util';
import { appliedMigrations, refuseNewerSchema } from '../../platform/database/migrations.js';
import { WITHOUT_POSITIONS, writeBackup } from './backup-file.js';
import { type Command, CommandRefusal } from './command.js';
import { withDatabase } from './command-database.js';

export const revert: Command = {
  summary: 'take the last migration back',
  help: `npm run db -- revert --yes [--backup DIR [--without-positions]]

Takes the last applied migration back, and with it everything that is stored in what it made.

  --yes                 really do it; without it the command only names the migration
  --backup DIR          first write a backup into DIR (as "backup" does)
  --without-positions   as with "backup"`,

  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: { yes: { type: 'boolean' }, backup: { type: 'string' }, ...WITHOUT_POSITIONS },
    });
    const withoutPositions = values['without-positions'];
    return withDatabase(context, { create: false }, async (database) => {
      await refuseNewerSchema(database.dataSource);
      const last = (await appliedMigrations(database.dataSource)).at(-1);
      if (last === undefined) throw new CommandRefusal(`${database.place} has no migration to take back.`);
      if (!values.yes)
        throw new CommandRefusal(
          `${last} would be taken back on ${database.place}, with all data in what it made. If that is meant, add --yes.`,
        );
      if (values.backup !== undefined)
        context.print(
          `backup    ${await writeBackup(database, values.backup, context.config.directUrl, { withoutPositions })}`,
        );
      await database.dataSource.undoLastMigration({ transaction: 'each' });
      context.print(`reverted  ${last}`);
      return 0;
    });
  },
};
