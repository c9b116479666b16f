import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A shell's way of telling that a signal ended a command. */
const SIGNAL_EXIT_BASE = 128;

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code, as a shell would give it
 */
function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? SIGNAL_EXIT_BASE + constants.signals[signal]));
  });
}

/**
 * Passes on the signals that end us as long as `child` runs: nobody else would tell it.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null }>} its exit code, and what we were told meanwhile
 */
async function outlive(child) {
  let told = null;
  const forward = (signal) => {
    told = signal;
    // Ctrl-C in a terminal reaches the child by itself; a second one would tell it to give up its orderly end.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  try {
    return { code: await exitCodeOf(child), signal: told };
  } finally {
    for (const signal of signals) process.off(signal, forward);
  }
}

/**
 * Runs a command in front of the user and passes on the signals that end us.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code
 */
export async function runInFront(command, args, env = process.env) {
  return (await outlive(spawn(command, args, { stdio: 'inherit', env }))).code;
}

/**
 * Runs a command whose output matters only when it fails. Whoever ends us meanwhile has ended it too, and what was to follow.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runQuietly(command, args, options = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const { code, signal } = await outlive(child);
  if (signal !== null) process.exit(SIGNAL_EXIT_BASE + constants.signals[signal]);
  return { code, output };
}

/**
 * Node with the sources' line numbers in its stack traces.
 * @param {string} file a compiled script
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runCompiled(file, args, env) {
  return runInFront(process.execPath, ['--enable-source-maps', file, ...args], env);
}
