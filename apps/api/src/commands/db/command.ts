import type { Config } from '../../platform/config/config.js';

export interface CommandContext {
  config: Config;
  environment: Record<string, string | undefined>;
  /** A line of the command's result. */
  print(line: string): void;
  /** A line about its progress; kept apart from the result, which may go to a file. */
  tell(line: string): void;
}

export interface Command {
  /** Half a line for the list of commands. */
  summary: string;
  help: string;
  /** Resolves with the exit code. `args` is what follows the command's name. */
  run(args: string[], context: CommandContext): Promise<number>;
}

/** Ends the command with a sentence for the person at the terminal, without a stack trace. */
export class CommandRefusal extends Error {}

/** The command was called wrongly: its help text follows the sentence. */
export class WrongUsage extends Error {}
