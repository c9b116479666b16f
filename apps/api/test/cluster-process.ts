import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER_SETTINGS } from './server-settings.js';

const CLUSTER = fileURLToPath(new URL('../dist/src/cluster.js', import.meta.url));

/** The compiled cluster as its operator runs it. */
export class ClusterProcess {
  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly dataDir: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
  }

  /** Not ready yet, and perhaps never. */
  static spawn(args: readonly string[], settings: Record<string, string>): ClusterProcess {
    const dataDir = mkdtempSync(join(tmpdir(), 'aegis-cluster-'));
    const ours = { ...SERVER_SETTINGS, AEGIS_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' };
    const env = { PATH: process.env.PATH, ...ours, ...settings };
    return new ClusterProcess(
      spawn(process.execPath, [CLUSTER, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }),
      dataDir,
    );
  }

  get output(): string {
    return this.said;
  }

  /** Resolves with what stands in the brackets of `words`, when it is said; counted from the `from`th letter on. */
  async says(words: RegExp, from = 0): Promise<string> {
    for (;;) {
      const found = words.exec(this.said.slice(from));
      if (found) return found[1] ?? '';
      if (this.child.exitCode !== null) throw new Error(`the cluster ended with ${this.child.exitCode}: ${this.said}`);
      await Promise.race([once(this.child.stdout!, 'data'), once(this.child, 'exit')]);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** The exit code. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }

  async discard(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
