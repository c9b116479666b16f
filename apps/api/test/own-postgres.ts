import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

interface Server {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

const SCRIPT = new URL('../../../scripts/postgres-server.mjs', import.meta.url).href;

/** As a real server: what is answered has reached the disk. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: 60 };
const MOST_STARTS = 50;
const PAUSE_MS = 200;

/** A PostgreSQL of a test's own, which keeps what it has confirmed, and can be killed and come back at the same address. */
export class OwnPostgres {
  private constructor(
    private readonly home: string,
    private server: Server,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const home = mkdtempSync(join(tmpdir(), 'aegis-own-postgres-'));
    return new OwnPostgres(home, await startServer(home));
  }

  get url(): string {
    return this.server.url;
  }

  /** As a machine that loses its power. */
  async kill(): Promise<void> {
    process.kill(this.server.pid, 'SIGKILL');
    await this.server.stop();
  }

  /** The killed server's children need a moment to see that they are alone. */
  async startAgain(): Promise<void> {
    const port = Number(new URL(this.url).port);
    for (let attempt = 1; ; attempt++)
      try {
        this.server = await startServer(this.home, port);
        return;
      } catch (error) {
        if (attempt === MOST_STARTS) throw error;
        await delay(PAUSE_MS);
      }
  }

  async discard(): Promise<void> {
    await this.server.stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}

async function startServer(dataDir: string, port?: number): Promise<Server> {
  const script = (await import(SCRIPT)) as {
    startPostgres(options: { dataDir: string; port?: number | undefined; settings: object }): Promise<Server>;
  };
  return script.startPostgres({ dataDir, port, settings: DURABLE });
}
