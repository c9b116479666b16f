import { type Config, readConfig } from '../platform/config/config.js';
import { type Command, WrongUsage } from './db/command.js';
import { explain } from './db/failures.js';

const WRONG_USAGE = 2;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

export interface Program {
  help: string;
  commands: ReadonlyMap<string, Command>;
}

/** Runs the command named first in `args` and resolves with the exit code: 0 done, 1 failed or different, 2 wrong usage. */
export async function runProgram(program: Program, [name = 'help', ...args]: string[]): Promise<number> {
  // `npm run db -- indexes | head` closes our output early; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const isHelp = name === 'help' || name === '--help' || name === '-h';
  const command = program.commands.get((isHelp ? args[0] : name) ?? '');
  if (!command && (!isHelp || args.length > 0)) {
    tell(`There is no command ${isHelp ? args[0] : name}.\n\n${program.help}`);
    return WRONG_USAGE;
  }
  if (!command || isHelp || args.includes('--help') || args.includes('-h')) {
    print(command?.help ?? program.help);
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
    return explainFailure(failure, command.help, config);
  }
}

/** Tells what went wrong in a sentence and gives the exit code. @throws what nobody can explain */
export function explainFailure(failure: unknown, help: string, config: Config | undefined): number {
  if (isWrongUsage(failure)) {
    tell(`${failure.message}\n\n${help}`);
    return WRONG_USAGE;
  }
  const sentence = explain(failure, config?.directUrl ?? config?.databaseUrl);
  if (sentence === undefined) throw failure;
  tell(sentence);
  return 1;
}

/** Ours, and what `parseArgs` throws for an option that is unknown or lacks its value. */
const isWrongUsage = (failure: unknown): failure is Error =>
  failure instanceof WrongUsage ||
  (failure instanceof TypeError && 'code' in failure && String(failure.code).startsWith('ERR_PARSE_ARGS'));
