import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.js';

const LINES_KEPT = 30;

export interface ServerCommand {
  /** A compiled script, as a path or URL. */
  script: string | URL;
  args?: string[];
  env?: Record<string, string>;
  /** Another Node than that of this process, by its file. */
  node?: string | undefined;
  /** Matches the line on standard output that says that the server is ready. */
  ready: RegExp;
  /** Left out of profiling. */
  isMeasured?: boolean;
}

export interface ServerProcess {
  /** What `ready` matched. */
  readyLine: RegExpExecArray;
  pid: number;
  stop(): Promise<void>;
}

/** Starts a server in a process of its own, so that it shares an event loop neither with the load nor with another server. */
export async function startProcess(bench: Bench, command: ServerCommand): Promise<ServerProcess> {
  const { script, args = [], env = {}, ready } = command;
  const { profileDir } = bench.options;
  const profile = profileDir && command.isMeasured ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
  const file = script instanceof URL ? fileURLToPath(script) : script;
  const child = spawn(command.node ?? process.execPath, [...profile, '--enable-source-maps', file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C shall reach the bench alone: it stops its servers in order.
    detached: true,
  });
  const stop = stopperOf(child);
  bench.atEnd(stop);
  const readyLine = await untilReady(child, file, ready);
  // What a measured server still has to say is why the run is about to fail.
  if (command.isMeasured) forEachLine(child, bench.tell);
  return { readyLine, pid: child.pid ?? 0, stop };
}

function stopperOf(child: ChildProcess): () => Promise<void> {
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  void exited.then(() => process.off('exit', killWithUs));
  return () => {
    child.kill('SIGTERM');
    return exited;
  };
}

/** Reads on after that: a server whose output nobody takes stops when the pipe is full. */
function untilReady(child: ChildProcess, file: string, ready: RegExp): Promise<RegExpExecArray> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const read = (line: string): void => {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
      const match = ready.exec(line);
      if (match) resolve(match);
    };
    forEachLine(child, read);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`${file} ended with code ${code}:\n${lines.join('\n')}`)));
  });
}

function forEachLine(child: ChildProcess, read: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', read);
}
