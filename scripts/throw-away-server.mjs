import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const LINES_KEPT = 30;

/** A port nobody listens on at this moment, on the loopback address only. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server of our own and resolves when it says that it is ready. It gets a process group of its own, so that Ctrl-C does
 * not take it from under the tests still running, and ends with this process whatever happens (but for kill -9).
 * @param {{ command: string, args: string[], readyLine: RegExp, stopSignal: NodeJS.Signals,
 *           options?: import('node:child_process').SpawnOptions }} server
 * @returns {Promise<{ pid: number, stop(): Promise<void> }>}
 */
export async function startServer({ command, args, readyLine, stopSignal, options }) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const exited = new Promise((resolve) => child.once('close', resolve));
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  try {
    await untilReady(child, readyLine);
  } catch (error) {
    killWithUs();
    process.off('exit', killWithUs);
    throw error;
  }
  return {
    pid: child.pid,
    stop: async () => {
      child.kill(stopSignal);
      await exited;
      process.off('exit', killWithUs);
    },
  };
}

/** Reads on after that: a server whose output nobody takes stops when the pipe is full. */
function untilReady(child, readyLine) {
  const lines = [];
  return new Promise((resolve, reject) => {
    const read = (line) => {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
      if (readyLine.test(line)) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(`${child.spawnfile} ended with code ${code}:\n${lines.join('\n')}`)),
    );
  });
}
