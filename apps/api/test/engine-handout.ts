import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Handout {
  /** For `takeEngine`. */
  path: string;
  close(): void;
}

/**
 * Lends each worker an engine of its own for as long as it lives: that one holds a connection open, and its end, however it comes,
 * gives the engine back. Who comes when none is left waits. (The runner's numbers of workers are no names for engines: where a
 * project begins while the one before it ends, two workers at once may have the same.)
 */
export async function handOut(engines: readonly string[]): Promise<Handout> {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-engines-'));
  const path = join(directory, 'handout');
  const free = [...engines];
  const waiting: Socket[] = [];
  const lend = (): void => {
    while (free.length > 0 && waiting.length > 0) {
      const worker = waiting.shift()!;
      if (worker.destroyed) continue;
      const engine = free.shift()!;
      worker.once('close', () => {
        free.push(engine);
        lend();
      });
      worker.write(engine);
    }
  };
  const server = createServer((worker) => {
    worker.on('error', () => worker.destroy());
    waiting.push(worker);
    lend();
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    close: () => {
      server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The engine of this process, lent until it ends. */
export async function takeEngine(path: string): Promise<string> {
  const handout = connect(path);
  const [engine] = (await once(handout, 'data')) as [Buffer];
  handout.unref();
  return engine.toString();
}
