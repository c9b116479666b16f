import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

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
    private isRunning = true,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const home = mkdtempSync(join(tmpdir(), 'aegis-own-postgres-'));
    return new OwnPostgres(home, await startServer(home));
  }

  /** One that follows `primary`, which does not wait for it. */
  static async copyOf(primary: OwnPostgres): Promise<OwnPostgres> {
    const home = mkdtempSync(join(tmpdir(), 'aegis-own-postgres-'));
    return new OwnPostgres(home, await startServer(home, undefined, primary.url));
  }

  /** One that follows `primary`, which confirms from then on only what has reached both. */
  static async follow(primary: OwnPostgres): Promise<OwnPostgres> {
    const standby = await OwnPostgres.copyOf(primary);
    await primary.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await primary.query(`SELECT pg_reload_conf()`);
    // From here on a commit waits; one of before might not.
    while ((await primary.query(`SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`)).length === 0)
      await delay(PAUSE_MS);
    return standby;
  }

  async query<Row extends object>(sql: string): Promise<Row[]> {
    const client = new pg.Client(this.url);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** The standby takes writes when this resolves. */
  async promote(): Promise<void> {
    await this.query(`SELECT pg_promote()`);
  }

  /** Answers nobody any more, and breaks no connection: as a machine that hangs. */
  freeze(): void {
    process.kill(this.server.pid, 'SIGSTOP');
    for (const child of this.children()) process.kill(child, 'SIGSTOP');
  }

  private children(): number[] {
    const { pid } = this.server;
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  }

  get url(): string {
    return this.server.url;
  }

  /** As a machine that loses its power. */
  async kill(): Promise<void> {
    this.isRunning = false;
    process.kill(this.server.pid, 'SIGKILL');
    await this.server.stop();
  }

  /** With what belongs to it: of what is frozen nothing ends by itself. A number of a server that has ended may be another's. */
  async killAll(): Promise<void> {
    if (!this.isRunning) return;
    this.isRunning = false;
    const children = this.children();
    for (const one of [this.server.pid, ...children]) process.kill(one, 'SIGKILL');
    await this.server.stop();
  }

  /** The killed server's children need a moment to see that they are alone. */
  async startAgain(): Promise<void> {
    const port = Number(new URL(this.url).port);
    for (let attempt = 1; ; attempt++)
      try {
        this.server = await startServer(this.home, port);
        this.isRunning = true;
        return;
      } catch (error) {
        if (attempt === MOST_STARTS) throw error;
        await delay(PAUSE_MS);
      }
  }

  async discard(): Promise<void> {
    if (this.isRunning) await this.server.stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}

async function startServer(dataDir: string, port?: number, standbyOf?: string): Promise<Server> {
  const script = (await import(SCRIPT)) as {
    startPostgres(options: {
      dataDir: string;
      port?: number | undefined;
      settings: object;
      standbyOf?: string | undefined;
    }): Promise<Server>;
  };
  return script.startPostgres({ dataDir, port, settings: DURABLE, standbyOf });
}
