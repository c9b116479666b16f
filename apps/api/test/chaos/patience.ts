import { setTimeout as delay } from 'node:timers/promises';
import Stripe from 'stripe';
import { ApiError, ConnectionError } from '@aegis/client';
import type { Story } from './story.js';
import type { WorkDone } from './work-done.js';

/** Of one wait: longer than a start and the longest pause of the queue. */
const PATIENCE_MS = 240_000;
const PAUSE_MS = 150;
const SECOND_MS = 1000;
const TOO_MANY_REQUESTS = 429;

/** A process that was held up for longer has not looked meanwhile: only so much of it counts. */
const MOST_BETWEEN_LOOKS_MS = 15 * SECOND_MS;

/** So much time in which somebody has looked. A machine that stands still for minutes is no fault of what is waited for. */
export class Term {
  private leftMs: number;
  private lookedAt = performance.now();

  constructor(ms: number) {
    this.leftMs = ms;
  }

  /** To be asked at each look. */
  isOver(): boolean {
    const now = performance.now();
    this.leftMs -= Math.min(now - this.lookedAt, MOST_BETWEEN_LOOKS_MS);
    this.lookedAt = now;
    return this.leftMs <= 0;
  }
}

/**
 * How a person waits: again and again while there is no answer, the server is broken or busy, and never for ever. Every wait
 * says what it is for, has an end, and ends at once with `over`.
 */
export class Patience {
  constructor(
    private readonly story: Pick<Story, 'tell' | 'waitsFor'>,
    /** Counts the answers: the clock of the one who kills. */
    private readonly work: WorkDone,
    private readonly over: AbortSignal,
  ) {}

  /** @throws the answer that is a refusal, or the last failure when it lasts too long */
  async insist<T>(what: string, attempt: () => Promise<T>): Promise<T> {
    const answer = await this.trying(what, attempt, new Term(PATIENCE_MS));
    this.story.tell(what);
    return answer;
  }

  /** Asks until `holds`. @throws with what it saw last when that takes too long */
  async until<T>(what: string, read: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
    const term = new Term(PATIENCE_MS);
    for (;;) {
      const seen = await this.trying(what, read, term);
      if (holds(seen)) {
        this.story.tell(`saw ${what}`);
        return seen;
      }
      if (term.isOver())
        throw new Error(`${what} did not come within ${PATIENCE_MS / SECOND_MS} s: ${JSON.stringify(seen)}`);
      await this.pause(PAUSE_MS * 2);
    }
  }

  /** `until` for what is asked of nobody: it is looked at, in this process. */
  async watch<T>(what: string, look: () => T | undefined): Promise<T> {
    this.story.waitsFor = what;
    for (const term = new Term(PATIENCE_MS); ;) {
      const seen = look();
      if (seen !== undefined) {
        this.story.waitsFor = null;
        this.story.tell(`saw ${what}`);
        return seen;
      }
      if (term.isOver()) throw new Error(`${what} did not come within ${PATIENCE_MS / SECOND_MS} s`);
      await this.pause(PAUSE_MS);
    }
  }

  async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.over });
  }

  private async trying<T>(what: string, attempt: () => Promise<T>, term: Term): Promise<T> {
    this.story.waitsFor = what;
    for (;;)
      try {
        this.over.throwIfAborted();
        const answer = await attempt();
        this.work.note();
        this.story.waitsFor = null;
        return answer;
      } catch (error) {
        if (!isWorthIt(error)) throw error;
        if (term.isOver()) throw new Error(`${what} had no answer: ${String(error)}`, { cause: error });
        await this.pause(PAUSE_MS);
      }
  }
}

function isWorthIt(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  if (error instanceof ApiError) return error.status >= 500 || error.status === TOO_MANY_REQUESTS;
  // Asked by a browser.
  const { StripeAPIError, StripeConnectionError, StripeRateLimitError } = Stripe.errors;
  return [StripeAPIError, StripeConnectionError, StripeRateLimitError].some((kind) => error instanceof kind);
}

/** For what has no end of its own. @throws when it takes longer */
export async function within<T>(what: string, limitMs: number, work: Promise<T>): Promise<T> {
  const limit = afterTerm(limitMs);
  const late = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new Error(`${what} took longer than ${limitMs / SECOND_MS} s`));
    limit.signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    limit.end();
  }
}

/** Aborted when so much time has been looked at; `end` when nobody cares any more. */
export function afterTerm(ms: number): { signal: AbortSignal; end: () => void } {
  const [controller, term] = [new AbortController(), new Term(ms)];
  const timer = setInterval(() => term.isOver() && controller.abort(), Math.min(ms, SECOND_MS));
  return { signal: controller.signal, end: () => clearInterval(timer) };
}
