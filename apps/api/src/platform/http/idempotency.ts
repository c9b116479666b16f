import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { defaultIfEmpty, firstValueFrom, from, type Observable } from 'rxjs';
import { idempotencyKeys } from '../../../database/tables.js';
import { Clock } from '../clock/clock.js';
import { sha256 } from '../crypto/tokens.js';
import { Database } from '../database/database.js';
import { pick } from '../database/shapes.js';
import { uuid } from '../database/sql-types.js';
import { statement } from '../database/statement.js';
import { ENDPOINT } from './handles.js';
import { httpErrors } from './http.errors.js';
import type { HttpRequest } from './http-request.js';

const KEY_HEADER = 'idempotency-key';
const VALID_KEY = /^[\x21-\x7e]{1,255}$/;

const ANSWER = statement({
  takes: [uuid.orNull, idempotencyKeys.key],
  gives: pick(idempotencyKeys, 'requestHash', 'answer'),
  text: (row) => `SELECT ${row} FROM idempotency_keys WHERE user_id = $1 AND key = $2`,
});

/**
 * `Idempotency-Key`: key and effect are written in one transaction, so neither is ever there without the other. A second
 * request with the key waits for the first at the key's row and then gets its answer. A refusal rolls both back: the same
 * key may be tried again. Must stand outside of the encoder, so that what is kept is the answer on the wire.
 */
@Injectable()
export class Idempotency implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const key = request.headers[KEY_HEADER];
    if (key === undefined || !this.reflector.get(ENDPOINT, context.getHandler())?.idempotent) return next.handle();
    if (typeof key !== 'string' || !VALID_KEY.test(key)) throw httpErrors.problem('invalid_idempotency_key');
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(
      this.database.transaction(async () => {
        const earlier = await this.claim(request, key);
        if (earlier) {
          void reply.header('idempotency-replayed', 'true');
          return earlier.answer;
        }
        const answer: unknown = await firstValueFrom(next.handle().pipe(defaultIfEmpty(undefined)));
        await this.keep(request, key, answer);
        return answer;
      }),
    );
  }

  /** Null when the key is new, and ours from now on; else the answer of its first use. */
  private async claim(request: HttpRequest, key: string): Promise<{ answer: unknown } | null> {
    // The bytes, not the parsed body: printing one that is nested ten thousand deep overflows the stack.
    const hash = sha256(`${request.method} ${request.url}\n${request.rawBody?.toString('latin1') ?? ''}`);
    const owner = request.caller?.userId;
    const inserted = await this.database.run(
      `INSERT INTO idempotency_keys (user_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [owner, key, hash, this.clock.now()],
    );
    if (inserted === 1) return null;
    const row = await this.database.row(ANSWER, [owner ?? null, key]);
    if (!row) throw httpErrors.problem('conflict');
    if (!row.requestHash.equals(hash)) throw httpErrors.problem('idempotency_key_reused');
    return { answer: row.answer ?? undefined };
  }

  private async keep(request: HttpRequest, key: string, answer: unknown): Promise<void> {
    await this.database.run(`UPDATE idempotency_keys SET answer = $3 WHERE user_id = $1 AND key = $2`, [
      request.caller?.userId,
      key,
      answer === undefined ? null : JSON.stringify(answer),
    ]);
  }
}
