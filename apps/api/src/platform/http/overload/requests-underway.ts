import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** The longest that a stop waits: a request may be waiting for the payment provider. */
const PATIENCE_MS = 10_000;

/**
 * Requests that were begun and not answered yet, so that the end of the process can wait for them. Connections are cut when
 * the server closes, so that event streams do not hold it up; a handler whose connection was cut would go on, and find the
 * database closed.
 */
@Injectable()
export class RequestsUnderway {
  private readonly open = new Set<FastifyReply>();
  private whenFewer: (() => void)[] = [];

  observe(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (_request, reply, done) => {
      this.open.add(reply);
      done();
    });
    fastify.addHook('onResponse', (_request, reply, done) => {
      this.end(reply);
      done();
    });
    // A caller who has hung up gets no response, and no onResponse; his handler ends here all the same.
    fastify.addHook('onSend', (request, reply, payload, done) => {
      if (request.raw.socket.destroyed) this.end(reply);
      done(null, payload);
    });
    fastify.addHook('preClose', async () => void (await this.drained(PATIENCE_MS)));
  }

  /** An event stream has begun to answer and has no end to wait for; its reader comes back to another process. */
  get underway(): number {
    let count = 0;
    for (const reply of this.open) if (!reply.raw.headersSent) count++;
    return count;
  }

  /** Resolves when all are answered, or after `limitMs`; with how many were left. */
  async drained(limitMs: number): Promise<number> {
    if (this.underway > 0) await new Promise<void>((resolve) => this.wait(resolve, limitMs));
    return this.underway;
  }

  private wait(resolve: () => void, limitMs: number): void {
    const timer = setTimeout(resolve, limitMs);
    const look = (): void => {
      if (this.underway > 0) {
        this.whenFewer.push(look);
        return;
      }
      clearTimeout(timer);
      resolve();
    };
    this.whenFewer.push(look);
  }

  private end(reply: FastifyReply): void {
    this.open.delete(reply);
    for (const look of this.whenFewer.splice(0)) look();
  }
}
