import { Logger } from '@nestjs/common';
import pg from 'pg';
import { readDatabaseAddress } from './address.js';
import { boolean, text } from './sql-types.js';
import { type RowFrom, statement } from './statement.js';

const PROBE_MS = 3_000;
/** A server that is frozen, or whose machine is gone, breaks no connection: that another has its place is asked for. */
const LOOK_MS = 5_000;
/** Read-only transaction: what a server that has become a standby behind a proxy says to what is written. */
const READ_ONLY = '25006';

/** Hexadecimal at the beginning of the name of each file of the log: every promotion counts it up. */
const TIMELINE_DIGITS = 8;
/** Of the file that is written to; null for a standby. */
const WRITTEN_FILE = statement({
  gives: {
    name: text.orNull('CASE WHEN NOT pg_is_in_recovery() THEN pg_walfile_name(pg_current_wal_insert_lsn()) END'),
  },
  text: (row) => `SELECT ${row}`,
});

const IS_STANDBY = statement({ gives: { isStandby: boolean('pg_is_in_recovery()') }, text: (row) => `SELECT ${row}` });

/** No server takes what is written, for now; with the code that PostgreSQL has for that. */
class NoPrimaryError extends Error {
  readonly code = '57P03';
}

interface Found {
  server: string;
  timeline: number;
}

/**
 * Knows which of several servers takes what is written. The one that was promoted last does, also when one of before comes back
 * and believes that it still is.
 */
export class Primary {
  private readonly logger = new Logger('database');
  private readonly clients = new Map<pg.Client, string>();
  private known: string | undefined;
  private newestTimeline = 0;
  private asking: Promise<string> | undefined;
  private looking: NodeJS.Timeout | undefined;

  /** @param servers URLs */
  constructor(private readonly servers: readonly string[]) {}

  /** @throws NoPrimaryError that says of each server what is wrong with it */
  find(): Promise<string> {
    if (this.known !== undefined) return Promise.resolve(this.known);
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** Until `client` ends, it is ended when another server has taken its server's place. */
  follow(client: pg.Client, server: string): void {
    this.clients.set(client, server);
    client.once('end', () => this.leave(client));
    client.on('error', () => this.lose(server));
    this.looking ??= setInterval(() => void this.look(), LOOK_MS).unref();
  }

  /** `server` is not to be trusted any more: all are asked before the next connection. */
  lose(server: string): void {
    if (this.known === server) this.known = undefined;
  }

  private leave(client: pg.Client): void {
    this.clients.delete(client);
    if (this.clients.size > 0) return;
    clearInterval(this.looking);
    this.looking = undefined;
  }

  /** That none is found is for the next who asks to be told. */
  private async look(): Promise<void> {
    const server = await this.ask().catch(() => undefined);
    if (server === undefined) return;
    for (const [client, its] of this.clients) if (its !== server) breakOff(client);
  }

  private async ask(): Promise<string> {
    const answers = await Promise.allSettled(this.servers.map(probe));
    const found = answers
      .flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? [answer.value] : []))
      .filter(({ timeline }) => timeline >= this.newestTimeline)
      .sort((one, other) => other.timeline - one.timeline);
    const [newest] = found;
    if (!newest) throw new NoPrimaryError(`no server takes what is written: ${this.whatIsWrong(answers)}`);
    if (this.known !== newest.server) this.logger.log(`written to is ${readDatabaseAddress(newest.server).place}`);
    this.known = newest.server;
    this.newestTimeline = newest.timeline;
    return newest.server;
  }

  private whatIsWrong(answers: readonly PromiseSettledResult<Found | null>[]): string {
    const sentences = answers.map((answer, index) => {
      const { place } = readDatabaseAddress(this.servers[index] ?? '');
      if (answer.status === 'rejected') return `${place}: ${String(answer.reason)}`;
      return `${place} ${answer.value ? 'was overtaken by another one' : 'is a standby'}`;
    });
    return sentences.join('; ');
  }
}

/** Null for a standby. */
async function probe(server: string): Promise<Found | null> {
  const client = new pg.Client({
    connectionString: server,
    connectionTimeoutMillis: PROBE_MS,
    query_timeout: PROBE_MS,
  });
  // Of a connection that breaks while it is ended.
  client.on('error', () => {});
  try {
    await client.connect();
    const [row] = (await client.query(WRITTEN_FILE.text)).rows as RowFrom<typeof WRITTEN_FILE>[];
    const file = row?.name;
    return file ? { server, timeline: Number.parseInt(file.slice(0, TIMELINE_DIGITS), 16) } : null;
  } finally {
    void client.end().catch(() => {});
  }
}

/** Without a farewell, which would wait for a server that does not answer. */
export const breakOff = (client: pg.Client): void => void client.connection.stream.destroy();

/** A pool's connections, each made to the server that takes what is written at that moment. */
export function clientOf(primary: Primary): typeof pg.Client {
  return class extends pg.Client {
    override connect(): Promise<pg.Client>;
    override connect(callback: (error: Error) => void): void;
    override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
      const connecting = this.connectToPrimary();
      if (!callback) return connecting;
      // Undefined stands for success, as the pool has it.
      connecting.then(
        () => callback(undefined as unknown as Error),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      );
      return undefined;
    }

    private async connectToPrimary(): Promise<pg.Client> {
      const server = await primary.find();
      const { hostname, port } = new URL(server);
      Object.assign(this, { host: hostname.replace(/^\[|\]$/g, ''), ...(port !== '' && { port: Number(port) }) });
      primary.follow(this, server);
      this.connection.on('errorMessage', ({ code }: { code?: string }) => {
        if (code !== READ_ONLY) return;
        primary.lose(server);
        // After the answer has gone to whoever waits for it.
        setImmediate(() => breakOff(this));
      });
      try {
        await super.connect();
        return this;
      } catch (error) {
        primary.lose(server);
        throw error;
      }
    }
  };
}

/** It may have become a standby since it was found. @throws NoPrimaryError */
export async function refuseStandby(client: pg.ClientBase): Promise<void> {
  const [row] = (await client.query(IS_STANDBY.text)).rows as RowFrom<typeof IS_STANDBY>[];
  if (row?.isStandby) throw new NoPrimaryError('the server has become a standby');
}
