import { setTimeout as delay } from 'node:timers/promises';
import { sendRaw, type RawAnswer, type RawRequest } from '../raw-request.js';

/** What an answer promises of the thing that was asked for. */
export type Outcome = 'done' | 'not done' | 'unknown';

/** One thing to be done, that can be asked for again in the same words. */
export interface Wish {
  /** By which it is found in the database. */
  mark: string;
  request: RawRequest;
}

export interface Attempt extends Wish {
  outcome: Outcome;
}

/** Somebody who wishes one thing after the other. */
export interface Wisher {
  kind: string;
  next(): Wish;
}

/** Of who was refused. */
const PAUSE_MS = 500;

/** Many who ask one after the other, each as fast as they are answered, and remember what they were told. */
export class Promises {
  readonly attempts = new Map<string, Attempt[]>();
  private readonly underWay: Promise<void>[] = [];
  private isOver = false;
  private noticed = (): void => {};

  constructor(private readonly port: () => number) {}

  begin(wishers: readonly Wisher[]): void {
    for (const wisher of wishers) {
      const attempts = this.attempts.get(wisher.kind) ?? [];
      this.attempts.set(wisher.kind, attempts);
      this.underWay.push(this.keepAsking(wisher, attempts));
    }
  }

  /** Until every kind has come to `outcome` so many times more than now. */
  async until(outcomes: readonly Outcome[], more: number): Promise<void> {
    const countOf = (all: readonly Attempt[]): number => all.filter((one) => outcomes.includes(one.outcome)).length;
    const begun = new Map([...this.attempts].map(([kind, all]) => [kind, countOf(all)]));
    const isThere = (): boolean =>
      [...this.attempts].every(([kind, all]) => countOf(all) >= (begun.get(kind) ?? 0) + more);
    while (!isThere()) await this.nextAnswer();
  }

  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.underWay);
  }

  /** @throws for an answer that has no place in a restart. */
  async ask({ request }: Wish): Promise<Outcome> {
    return outcomeOf(await sendRaw(this.port(), request));
  }

  /** A worker that fails ends the waiting for the others. */
  private async nextAnswer(): Promise<void> {
    const next = new Promise<void>((resolve) => (this.noticed = resolve));
    await Promise.race([next, Promise.all(this.underWay)]);
  }

  private async keepAsking(wisher: Wisher, attempts: Attempt[]): Promise<void> {
    while (!this.isOver) {
      const wish = wisher.next();
      const outcome = await this.ask(wish);
      attempts.push({ ...wish, outcome });
      this.noticed();
      if (outcome !== 'done') await delay(PAUSE_MS);
    }
  }
}

function outcomeOf({ status, headers, text }: RawAnswer): Outcome {
  if (status >= 200 && status < 300) return 'done';
  const { code, detail } = JSON.parse(text) as { code: string; detail: string };
  const comesBack = Number(headers['retry-after']) > 0;
  if (status === 503 && code === 'outcome_unknown' && comesBack) return 'unknown';
  if (status === 503 && comesBack && /nothing was changed/i.test(detail)) return 'not done';
  throw new Error(`answered ${status}: ${text}`);
}
