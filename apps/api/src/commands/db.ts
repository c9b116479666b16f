import 'reflect-metadata';
import { runProgram } from './command-line.js';
import { backup } from './db/backup.js';
import type { Command } from './db/command.js';
import { distribute } from './db/distribute.js';
import { dump } from './db/dump.js';
import { indexes } from './db/indexes.js';
import { migrate } from './db/migrate.js';
import { revert } from './db/revert.js';
import { seed } from './db/seed.js';
import { setup } from './db/setup.js';
import { status } from './db/status.js';
import { undistribute } from './db/undistribute.js';

const COMMANDS = new Map<string, Command>(
  Object.entries({ setup, migrate, revert, status, seed, backup, indexes, distribute, undistribute, dump }),
);

const WIDTH = Math.max(...[...COMMANDS.keys()].map(({ length }) => length));

const HELP = `npm run db -- COMMAND [options]

${[...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(WIDTH)} ${summary}`).join('\n')}
  ${'help'.padEnd(WIDTH)} this text; "help COMMAND" tells more

They work on the database of DATABASE_URL, or without it on the embedded one in AEGIS_DATA_DIR (.aegis).
Exit code: 0 done, 1 failed or different, 2 wrong usage.`;

process.exitCode = await runProgram({ help: HELP, commands: COMMANDS }, process.argv.slice(2));
