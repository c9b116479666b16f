import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER_SETTINGS } from './server-settings.js';
import type { TestDatabase } from './test-database.js';

const MAIN = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));

/** The compiled server as its operator runs it, in a process of its own, on a database of PostgreSQL. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly dataDir: string,
    /** Up to its address. */
    readonly said: string,
  ) {}

  static async start(database: TestDatabase | string, settings: Record<string, string> = {}): Promise<ServerProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'aegis-server-'));
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: typeof database === 'string' ? database : urlOf(database),
        ...SERVER_SETTINGS,
        AEGIS_DATA_DIR: dataDir,
        PORT: '0',
        LOG_LEVEL: 'error',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { url, said } = await new Promise<{ url: string; said: string }>((resolve, reject) => {
      let output = '';
      let complaint = '';
      child.stderr.pipe(process.stderr, { end: false });
      child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const address = /Aegis is at (\S+)/.exec(output)?.[1];
        if (address) resolve({ url: address, said: output });
      });
      child.once('close', (code) => reject(new Error(`the server ended with ${code}: ${output}${complaint}`)));
    });
    return new ServerProcess(child, url, dataDir, said);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** As an operator or an orchestrator asks it to end. */
  terminate(): void {
    this.child.kill('SIGTERM');
  }

  /** The exit code; null for one that was killed. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  async discard(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

export function urlOf({ host, port, user, password = '', database }: TestDatabase): string {
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}
