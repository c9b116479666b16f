import 'reflect-metadata';
import { runProgram } from './command-line.js';
import type { Command } from './db/command.js';
import { replay } from './matching/replay.js';

const COMMANDS = new Map<string, Command>(Object.entries({ replay }));

const HELP = `npm run matching -- COMMAND [options]

${[...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`).join('\n')}
  ${'help'.padEnd(9)} this text; "help COMMAND" tells more

They work on the database of DATABASE_URL, or without it on the embedded one in AEGIS_DATA_DIR (.aegis).
Exit code: 0 done, 1 failed or different, 2 wrong usage.`;

process.exitCode = await runProgram({ help: HELP, commands: COMMANDS }, process.argv.slice(2));
