import type { Socket } from 'node:net';
import { isTerminate, prefixStatementName, readBatch, readGreeting } from './wire-messages.js';

/** One connected client: what it has sent and was not served yet, and the prepared statements it has made. */
export class WireClient {
  readonly statements = new Set<string>();
  #received: Buffer = Buffer.alloc(0);
  #isAdmitted = false;
  #hasLeft = false;

  /** @param namespace put before the names of its prepared statements; keep it short, PostgreSQL cuts names at 63 bytes. */
  constructor(
    readonly socket: Socket,
    readonly namespace: string,
  ) {}

  /** It has sent its start: the session is in its hands too. */
  get isAdmitted(): boolean {
    return this.#isAdmitted;
  }

  /** It has said goodbye, which comes before the connection is seen to close. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  receive(bytes: Buffer): void {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
  }

  /** What the engine is to answer next, or null while nothing whole has arrived. */
  takeNext(): Buffer | null {
    return this.#isAdmitted ? this.#takeBatch() : this.#takeGreeting();
  }

  #takeGreeting(): Buffer | null {
    const greeting = readGreeting(this.#received);
    if (greeting === null) return null;
    this.#received = this.#received.subarray(greeting.message.length);
    switch (greeting.kind) {
      case 'encryption':
        this.socket.write('N');
        return this.#takeGreeting();
      case 'cancel':
        // Queries run to their end inside one call: there is never one to cancel.
        this.socket.end();
        return null;
      case 'startup':
        this.#isAdmitted = true;
        return greeting.message;
    }
  }

  #takeBatch(): Buffer | null {
    const batch = readBatch(this.#received);
    if (batch === null) return null;
    this.#received = this.#received.subarray(batch.length);
    if (batch.messages.some(isTerminate)) {
      this.#hasLeft = true;
      this.socket.end();
      return null;
    }
    return Buffer.concat(batch.messages.map((message) => this.#inNamespace(message)));
  }

  #inNamespace(message: Buffer): Buffer {
    const renamed = prefixStatementName(message, this.namespace);
    if (renamed.statement !== null) this.statements.add(renamed.statement);
    return renamed.message;
  }
}
