import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

const EVENT_STREAM = 'text/event-stream';

/** Requests that were begun and not answered yet, so that the end of the process can wait for them. */
@Injectable()
export class RequestsUnderway {
  private count = 0;
  private whenIdle: (() => void)[] = [];

  observe(fastify: FastifyInstance): void {
    const streams = new WeakSet<object>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      // An event stream has no end to wait for; its reader comes back to another process.
      if (request.headers.accept?.includes(EVENT_STREAM)) streams.add(request);
      else this.count++;
      done();
    });
    fastify.addHook('onResponse', (request, _reply, done) => {
      if (!streams.has(request)) this.end();
      done();
    });
    // A caller who hangs up gets no response, and no onResponse.
    fastify.addHook('onRequestAbort', (request, done) => {
      if (!streams.has(request)) this.end();
      streams.add(request);
      done();
    });
  }

  get underway(): number {
    return this.count;
  }

  /** Resolves when all are answered, or after `limitMs`; with how many were left. */
  async drained(limitMs: number): Promise<number> {
    if (this.count > 0) await new Promise<void>((resolve) => this.wait(resolve, limitMs));
    return this.count;
  }

  private wait(resolve: () => void, limitMs: number): void {
    const timer = setTimeout(resolve, limitMs);
    this.whenIdle.push(() => {
      clearTimeout(timer);
      resolve();
    });
  }

  private end(): void {
    this.count--;
    if (this.count > 0) return;
    for (const resolve of this.whenIdle.splice(0)) resolve();
  }
}
