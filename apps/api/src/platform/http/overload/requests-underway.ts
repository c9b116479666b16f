import { Injectable, Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** The longest that a stop waits: a request may be waiting for the payment provider, who is given ten seconds twice. */
export const DRAIN_LIMIT_MS = 20_000;

/** What a request is doing: its handler runs, or its answer is on its way. */
type Phase = 'handling' | 'answering';

/**
 * Requests that were begun and not answered yet, so that the end of the process can wait for them. Connections are cut when
 * the server closes, so that event streams do not hold it up; a handler whose connection was cut would go on, and find the
 * database closed.
 */
@Injectable()
export class RequestsUnderway {
  private readonly logger = new Logger('http');
  private readonly open = new Map<FastifyReply, Phase>();
  private whenFewer: (() => void)[] = [];
  private isLeaving = false;

  /** Makes the close of `fastify` wait for what is under way. */
  observe(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (_request, reply, done) => {
      this.open.set(reply, 'handling');
      // Not onResponse: it is silent about those who hang up. The handler of one who has goes on, and ends in onSend.
      reply.raw.once('close', () => {
        if (this.open.get(reply) === 'answering' || reply.sent) this.end(reply);
      });
      done();
    });
    fastify.addHook('onSend', (_request, reply, payload, done) => {
      if (reply.raw.destroyed) this.end(reply);
      else this.open.set(reply, 'answering');
      if (this.isLeaving) void reply.header('connection', 'close');
      done(null, payload);
    });
    fastify.addHook('preClose', async () => {
      if ((await this.drained(DRAIN_LIMIT_MS)) > 0) this.logger.warn(`not answered before the end: ${this.names}`);
    });
  }

  /** From now on whoever is answered is asked to come back by another connection: this one is about to be cut. */
  leave(): void {
    this.isLeaving = true;
  }

  /** An event stream has begun to answer and has no end to wait for; its reader comes back to another process. */
  get underway(): number {
    return this.unanswered.length;
  }

  private get unanswered(): FastifyReply[] {
    return [...this.open.keys()].filter((reply) => !reply.raw.headersSent);
  }

  private get names(): string {
    return this.unanswered.map(({ request }) => `${request.method} ${request.routeOptions.url ?? '?'}`).join(', ');
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
