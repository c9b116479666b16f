import 'reflect-metadata';
import { runProgram } from './command-line.js';
import { backup } from './db/backup.js';
import type { Command } from './db/command.js';
import { dump } from './db/dump.js';
import { indexes } from './db/indexes.js';
import { migrate } from './db/migrate.js';
import { revert } from './db/revert.js';
import { seed } from './db/seed.js';
import { setup } from './db/setup.js';
import { status } from './db/status.js';

const COMMANDS = new Map<string, Command>(
  Object.entries({ setup, migrate, revert, status, seed, backup, indexes, dump }),
);

const HELP = `npm run db -- COMMAND [options]

${[...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`).join('\n')}
  ${'help'.padEnd(9)} this text; "help COMMAND" tells more

They work on the database of DATABASE_URL, or without it on the embedded one in AEGIS_DATA_DIR (.aegis).
Exit code: 0 done, 1 failed or different, 2 wrong usage.`;

process.exitCode = await runProgram({ help: HELP, commands: COMMANDS }, process.argv.slice(2));
