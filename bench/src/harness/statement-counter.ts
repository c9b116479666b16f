import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net';

/** Of the frontend's messages those that make the server execute something: Query, Execute, FunctionCall. */
const EXECUTES = new Set(['Q', 'E', 'F'].map((type) => type.charCodeAt(0)));
const HEADER_BYTES = 5;
/** Length and code; its answer is one byte, and the real start-up message follows. */
const SSL_REQUEST_BYTES = 8;

/** Reads what a client says, in pieces of any size, and counts what is executed. */
export class MessageCounter {
  count = 0;
  private rest: Buffer = Buffer.alloc(0);
  private hasStarted = false;

  read(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    for (let size = this.nextSize(); size !== null; size = this.nextSize()) {
      if (this.hasStarted && EXECUTES.has(this.rest[0] ?? 0)) this.count++;
      this.hasStarted ||= size !== SSL_REQUEST_BYTES;
      this.rest = this.rest.subarray(size);
    }
  }

  /** Null until the whole of the next message is here. */
  private nextSize(): number | null {
    const lengthAt = this.hasStarted ? 1 : 0;
    if (this.rest.length < lengthAt + HEADER_BYTES - 1) return null;
    const size = lengthAt + this.rest.readUInt32BE(lengthAt);
    return this.rest.length < size ? null : size;
  }
}

/** A relay between a program and its database, which counts every statement that goes over it: the program cannot flatter. */
export class StatementCounter {
  private readonly counters: MessageCounter[] = [];

  private constructor(readonly port: number) {}

  static async before(database: NetConnectOpts): Promise<StatementCounter> {
    const server = createServer((client) => counter.relay(client, connect(database)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const counter = new StatementCounter((server.address() as AddressInfo).port);
    return counter;
  }

  /** Before a server; `url` is the given one, by way of the counter. */
  static async beforeServerOf(given: string): Promise<{ counter: StatementCounter; url: string }> {
    const url = new URL(given);
    const counter = await StatementCounter.before({ host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${counter.port}`;
    return { counter, url: url.href };
  }

  /** Since the beginning, over all connections. */
  get count(): number {
    return this.counters.reduce((sum, { count }) => sum + count, 0);
  }

  private relay(client: Socket, database: Socket): void {
    const counter = new MessageCounter();
    this.counters.push(counter);
    client.on('data', (chunk: Buffer) => {
      counter.read(chunk);
      database.write(chunk);
    });
    client.on('end', () => database.end());
    database.pipe(client);
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const)
      socket.on('error', () => other.destroy());
  }
}
