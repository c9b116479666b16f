import 'reflect-metadata';
import { type Config, readConfig } from '../platform/config/config.js';
import { backup } from './db/backup.js';
import { type Command, WrongUsage } from './db/command.js';
import { dump } from './db/dump.js';
import { explain } from './db/failures.js';
import { indexes } from './db/indexes.js';
import { migrate } from './db/migrate.js';
import { revert } from './db/revert.js';
import { seed } from './db/seed.js';
import { status } from './db/status.js';

const COMMANDS = new Map<string, Command>(Object.entries({ migrate, revert, status, seed, backup, indexes, dump }));

const HELP = `npm run db -- COMMAND [options]

${[...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`).join('\n')}
  ${'help'.padEnd(9)} this text; "help COMMAND" tells more

They work on the database of DATABASE_URL, or without it on the embedded one in AEGIS_DATA_DIR (.aegis).
Exit code: 0 done, 1 failed or different, 2 wrong usage.`;

const WRONG_USAGE = 2;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function run([name = 'help', ...args]: string[]): Promise<number> {
  const isHelp = name === 'help' || name === '--help' || name === '-h';
  const command = COMMANDS.get((isHelp ? args[0] : name) ?? '');
  if (!command && (!isHelp || args.length > 0)) {
    tell(`There is no command ${isHelp ? args[0] : name}.\n\n${HELP}`);
    return WRONG_USAGE;
  }
  if (!command || isHelp || args.includes('--help') || args.includes('-h')) {
    print(command?.help ?? HELP);
    return 0;
  }
  return execute(command, args);
}

async function execute(command: Command, args: string[]): Promise<number> {
  let config: Config | undefined;
  try {
    config = readConfig(process.env);
    return await command.run(args, { config, environment: process.env, print, tell });
  } catch (failure) {
    if (isWrongUsage(failure)) {
      tell(`${failure.message}\n\n${command.help}`);
      return WRONG_USAGE;
    }
    const sentence = explain(failure, config?.databaseUrl);
    if (sentence === undefined) throw failure;
    tell(sentence);
    return 1;
  }
}

/** Ours, and what `parseArgs` throws for an option that is unknown or lacks its value. */
const isWrongUsage = (failure: unknown): failure is Error =>
  failure instanceof WrongUsage ||
  (failure instanceof TypeError && 'code' in failure && String(failure.code).startsWith('ERR_PARSE_ARGS'));

// `npm run db -- indexes | head` closes our output early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await run(process.argv.slice(2));
