import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { httpErrors } from '../http.errors.js';
import type { HttpRequest } from '../http-request.js';
import { networkOf } from '../limits/network.js';
import type { Problem } from '../problem.js';

const MEGABYTE = 1024 * 1024;

/** Bytes of bodies that a process holds, of all requests together and of one person or network. */
export interface BodyLimits {
  total: number;
  share: number;
}

export const BODY_LIMITS: BodyLimits = { total: 32 * MEGABYTE, share: 12 * MEGABYTE };

/** A body that is being read costs at least this: what a connection and its request take, however little was sent. */
const LEAST_WHILE_READ = 64 * 1024;

interface Held {
  party: string;
  received: number;
  /** Undefined when the whole of it is here. */
  breakOff: ((problem: Problem) => void) | undefined;
}

/**
 * The bodies that are held at this moment, from their first byte to the answer. One party cannot have more than its share, and
 * when all of them have too much, the one that was begun first and has not ended yet is broken off: a body takes a moment, and
 * what takes longer is a slow network at best. So senders who never end hold neither memory nor others up.
 */
@Injectable()
export class BodyBudget {
  /** In the order in which they were begun. */
  private readonly held = new Set<Held>();
  private readonly shares = new Map<string, number>();
  private total = 0;
  limits = BODY_LIMITS;

  /** Held now, those of bodies under way at what they cost at least. */
  get bytes(): number {
    return this.total;
  }

  /** After `Admission`: the party is the person where there is one. Must be the last of its hooks before the body is read. */
  observe(fastify: FastifyInstance): void {
    fastify.addHook('preParsing', (request: HttpRequest, reply, payload, done) => {
      const { headers, raw } = request;
      const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
      done(hasBody ? this.begin(request, reply, raw) : null, payload);
    });
  }

  /** Null when the body may be read; else why not. */
  private begin({ caller, ip }: HttpRequest, reply: FastifyReply, raw: HttpRequest['raw']): Problem | null {
    const held: Held = { party: caller?.userId ?? networkOf(ip), received: 0, breakOff: undefined };
    const end = (): void => {
      raw.off('data', count).off('end', arrived);
      this.release(held);
    };
    const count = (chunk: Buffer): void => this.grow(held, chunk.length);
    const arrived = (): void => this.whole(held);
    held.breakOff = (problem) => {
      end();
      // Who is slow is not waited for any longer, also not to throw away what they send.
      void reply.header('connection', 'close');
      // Whoever reads the body hears of it as an error; destroying it would take the answer's connection away.
      if (raw.listenerCount('error') > 0) raw.emit('error', problem);
    };
    this.held.add(held);
    this.add(held.party, LEAST_WHILE_READ);
    reply.raw.once('close', end);
    const refusal = this.refusalOf(held);
    if (refusal) end();
    else raw.on('data', count).once('end', arrived);
    return refusal;
  }

  private grow(held: Held, bytes: number): void {
    const before = costOf(held);
    held.received += bytes;
    this.add(held.party, costOf(held) - before);
    const refusal = this.refusalOf(held);
    if (refusal) held.breakOff?.(refusal);
  }

  private whole(held: Held): void {
    const before = costOf(held);
    held.breakOff = undefined;
    this.add(held.party, costOf(held) - before);
  }

  private refusalOf(held: Held): Problem | null {
    if ((this.shares.get(held.party) ?? 0) > this.limits.share)
      return httpErrors.problem('too_much_at_once', { retryAfterSeconds: 1 });
    while (this.total > this.limits.total) {
      const first = this.firstUnfinished();
      if (!first || first === held) return httpErrors.problem('overloaded', { retryAfterSeconds: 2 });
      first.breakOff?.(httpErrors.problem('overloaded', { retryAfterSeconds: 2 }));
    }
    return null;
  }

  private firstUnfinished(): Held | undefined {
    for (const held of this.held) if (held.breakOff) return held;
    return undefined;
  }

  private release(held: Held): void {
    if (!this.held.delete(held)) return;
    this.add(held.party, -costOf(held));
    held.breakOff = undefined;
  }

  private add(party: string, bytes: number): void {
    this.total += bytes;
    const share = (this.shares.get(party) ?? 0) + bytes;
    if (share === 0) this.shares.delete(party);
    else this.shares.set(party, share);
  }
}

const costOf = ({ received, breakOff }: Held): number => (breakOff ? Math.max(received, LEAST_WHILE_READ) : received);
