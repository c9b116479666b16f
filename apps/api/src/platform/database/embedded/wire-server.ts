import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { WireClient } from './wire-client.js';
import { closeStatements, readError, readyState, simpleQuery } from './wire-messages.js';

/**
 * Lets ordinary PostgreSQL clients talk to PGlite, which has one session, one at a time:
 * - a client's messages up to its Sync are handed over as one piece, so that clients never meet inside one statement
 *   (pglite-socket 0.2.11 mixes them: 25 of 200 queries wrong with several clients and large parameters; and once the
 *   engine has thrown, it answers nobody and says nothing);
 * - while a client's transaction is open, the others wait;
 * - prepared statements carry their client's number in their name, and go when it leaves; when the last client has left,
 *   the session is reset. So named statements and SET do not leak from one client into the next.
 *
 * What two clients connected at the same time still share: SET, temporary tables, session advisory locks, LISTEN.
 */
export class WireServer {
  readonly #engine: PGlite;
  readonly #onEngineFailure: (error: unknown) => void;
  readonly #server: Server;
  readonly #clients = new Set<WireClient>();
  #inTransaction: WireClient | null = null;
  #clientsSoFar = 0;

  /** @param onEngineFailure told when the engine itself broke (not a failed query): nothing can be answered after it. */
  constructor(engine: PGlite, onEngineFailure: (error: unknown) => void) {
    this.#engine = engine;
    this.#onEngineFailure = onEngineFailure;
    this.#server = createServer((socket) => this.#welcome(socket));
  }

  listen(socketPath: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(socketPath, resolve);
    });
  }

  /** Hangs up on every client (an open transaction is rolled back) and listens no more. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const client of this.#clients) client.socket.destroy();
    await closed;
  }

  /** Runs a statement of our own between two clients' batches; throws with the server's sentence when it fails. */
  execute(sql: string): void {
    const error = readError(this.#exchange(simpleQuery(sql)));
    if (error !== null) throw new Error(`"${sql}" failed: ${error.sentence}`);
  }

  #welcome(socket: Socket): void {
    const client = new WireClient(socket, `c${++this.#clientsSoFar}_`);
    this.#clients.add(client);
    socket.on('data', (bytes) => {
      client.receive(bytes);
      this.#serveAll();
    });
    // A client that breaks off is no failure of the engine's; 'close' follows and cleans up.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#farewell(client);
      this.#serveAll();
    });
  }

  /** Serves everyone who has sent a whole batch, in turn, until nobody has, or only clients that an open transaction holds up. */
  #serveAll(): void {
    let served = true;
    while (served) {
      served = false;
      for (const client of this.#clients) served = this.#serve(client) || served;
    }
  }

  /** True when this client's turn has changed something: the others may now be served. */
  #serve(client: WireClient): boolean {
    if ((this.#inTransaction ?? client) !== client || client.socket.destroyed) return false;
    const batch = client.takeNext();
    if (client.hasLeft) return this.#farewell(client);
    if (batch === null) return false;
    const answer = this.#exchange(batch);
    client.socket.write(answer);
    // A real server restarts after a PANIC (the disk is full); this one goes on, with every statement after it failing.
    const error = readError(answer);
    if (error?.severity === 'PANIC') this.#onEngineFailure(new Error(error.sentence));
    // Without a ReadyForQuery at the end (after a Flush) the batch goes on: nobody else may come between.
    this.#inTransaction = readyState(answer) === 'I' ? null : client;
    return true;
  }

  /**
   * Leaves nothing of this client in the session. Done at its goodbye and not only when its connection closes: by then the
   * next client may be in, with statements of the same names. True when it was still to be done.
   */
  #farewell(client: WireClient): boolean {
    if (!this.#clients.delete(client)) return false;
    if (this.#inTransaction === client) {
      this.#inTransaction = null;
      this.#exchange(simpleQuery('ROLLBACK'));
    }
    if (client.statements.size > 0) this.#exchange(closeStatements(client.statements));
    const isShared = [...this.#clients].some((other) => other.isAdmitted);
    if (!isShared) this.#exchange(simpleQuery('DISCARD ALL'));
    return true;
  }

  /**
   * The engine runs inside this call and has answered when it returns: nothing else can happen in between. Everything goes
   * this way, our own statements too: after a raw call PGlite hands the answer of `db.exec` to the raw call's listener.
   */
  #exchange(batch: Buffer): Buffer {
    const answer: Buffer[] = [];
    this.#engine
      .execProtocolRawStream(batch, { syncToFs: false, onRawData: (bytes) => answer.push(Buffer.from(bytes)) })
      .catch(this.#onEngineFailure);
    return Buffer.concat(answer);
  }
}
