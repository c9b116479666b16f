/**
 * What the scripts tell people goes to standard error: the output of the command that runs behind them stays clean.
 * @param {string} message
 */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/** Stops a script with a sentence for people; a stack trace would help nobody. */
export class Refusal extends Error {}

/**
 * Runs a script's main function: a Refusal becomes its sentence and exit code 1, anything else keeps its trace.
 * @param {() => Promise<number>} main resolves with the exit code
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

/**
 * Says what begins, how long it has taken every ten seconds, and that it is done; without this an install of a minute looks hung.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(what, work) {
  const begun = Date.now();
  const elapsed = () => `${Math.round((Date.now() - begun) / 1000)} s`;
  say(`${what} ...`);
  const ticking = setInterval(() => say(`  ... ${elapsed()}`), 10_000);
  try {
    const result = await work();
    say(`  done in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(ticking);
  }
}
