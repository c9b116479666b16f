import 'reflect-metadata';
import { Clock } from '../../platform/clock/clock.js';
import { readConfig, type Config } from '../../platform/config/config.js';
import { withKeys } from '../../platform/crypto/embedded-keys.js';
import { Platform } from '../../platform/platform.js';
import { explainFailure } from '../command-line.js';
import type { CommandContext } from '../db/command.js';
import { withDatabase } from '../db/command-database.js';

export interface OperatorContext extends CommandContext {
  platform: Platform;
}

export interface OperatorCommand {
  name: string;
  help: string;
  /** By the word that follows the command's name; resolves with the exit code. */
  actions: Readonly<Record<string, (this: void, args: string[], context: OperatorContext) => Promise<number>>>;
  /** Actions that need no database. */
  offline?: Readonly<Record<string, (this: void, args: string[], context: CommandContext) => Promise<number>>>;
}

const WRONG_USAGE = 2;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs a command of the operator on the database that the environment names. Exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runOperatorCommand(command: OperatorCommand, argv: string[]): Promise<number> {
  const [action = 'help', ...args] = argv;
  let config: Config | undefined;
  try {
    // Where a server listens, and whether it may, is nothing to a command: in a container that is everywhere.
    config = readConfig({ ...process.env, HOST: undefined });
    const context = { config, environment: process.env, print, tell };
    const offline = command.offline?.[action];
    if (offline) return await offline(args, context);
    const run = command.actions[action];
    if (!run) {
      print(command.help);
      return ['help', '--help', '-h'].includes(action) ? 0 : WRONG_USAGE;
    }
    const complete = { ...context, config: withKeys(config) };
    return await withDatabase(complete, { create: false }, ({ dataSource }) =>
      run(args, { ...complete, platform: new Platform(complete.config, dataSource, new Clock()) }),
    );
  } catch (failure) {
    return explainFailure(failure, command.help, config);
  }
}
