import 'reflect-metadata';
import { runProgram } from './command-line.js';
import type { Command } from './db/command.js';
import { payees } from './payments/payees.js';
import { reconcile } from './payments/reconcile.js';

const COMMANDS = new Map<string, Command>(Object.entries({ reconcile, payees }));

const HELP = `npm run payments -- COMMAND [options]

${[...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`).join('\n')}
  ${'help'.padEnd(9)} this text; "help COMMAND" tells more

Exit code: 0 done, 1 failed or different, 2 wrong usage.`;

process.exitCode = await runProgram({ help: HELP, commands: COMMANDS }, process.argv.slice(2));
