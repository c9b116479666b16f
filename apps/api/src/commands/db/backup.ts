import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { WITHOUT_POSITIONS, writeBackup } from './backup-file.js';
import { type Command, WrongUsage } from './command.js';
import { withDatabase } from './command-database.js';

const MEBIBYTE = 1024 * 1024;

export const backup: Command = {
  summary: 'write a backup of everything',
  help: `npm run db -- backup DIR [--without-positions]

Writes one file into DIR (made when missing), readable by its owner only. Its name holds the moment (UTC) and the last
migration. From a server it is pg_dump's custom format, for pg_restore; from the embedded database a tarball of its
directory. The server goes on working. How to restore either: docs/backups.md

  --without-positions   everything but the rows of location_history. Where they lie on several servers (docs/citus.md) no
                        backup of one of them has them all, and without this the command refuses`,

  async run(args, context) {
    const { values, positionals } = parseArgs({ args, options: WITHOUT_POSITIONS, allowPositionals: true });
    const [directory, ...others] = positionals;
    if (directory === undefined || others.length > 0) throw new WrongUsage('Name one directory.');
    return withDatabase(context, { create: false }, async (database) => {
      const withoutPositions = values['without-positions'];
      const file = await writeBackup(database, directory, context.config.directUrl, { withoutPositions });
      const { size } = await stat(file);
      context.print(`${file} (${(size / MEBIBYTE).toFixed(1)} MiB)`);
      return 0;
    });
  },
};
