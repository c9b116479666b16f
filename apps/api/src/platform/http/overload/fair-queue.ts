import { httpErrors } from '../http.errors.js';

export interface QueueLimits {
  /** Pieces of work that run at the same time. */
  atOnce: number;
  /** Of one party, running and waiting. */
  share: number;
  /** Of all, running and waiting. */
  total: number;
  /** What who is refused is told to wait. */
  retryAfterSeconds: number;
}

/**
 * A lane of its own for work that would hold up what shares its threads. Bounded: what waits holds memory, and who waits longer
 * than a moment is served better by a refusal. A party has a share, so that one person's flood is their own to wait for.
 */
export class FairQueue {
  private readonly counts = new Map<string, number>();
  private readonly waiting: (() => void)[] = [];
  private total = 0;
  private running = 0;

  constructor(private readonly limits: QueueLimits) {}

  /** @throws 429 when the party has its share here already, 503 when the queue is full; nothing was begun then. */
  async run<T>(party: string, work: () => Promise<T>): Promise<T> {
    this.enter(party);
    try {
      await this.turn();
      return await work().finally(() => this.next());
    } finally {
      this.leave(party);
    }
  }

  private enter(party: string): void {
    const { share, total, retryAfterSeconds } = this.limits;
    const count = this.counts.get(party) ?? 0;
    if (count >= share) throw httpErrors.problem('too_much_at_once', { retryAfterSeconds });
    if (this.total >= total) throw httpErrors.problem('overloaded', { retryAfterSeconds });
    this.counts.set(party, count + 1);
    this.total++;
  }

  private async turn(): Promise<void> {
    if (this.running < this.limits.atOnce) this.running++;
    // Whoever ends hands its place over, so that nobody slips in between.
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private next(): void {
    const first = this.waiting.shift();
    if (first) first();
    else this.running--;
  }

  private leave(party: string): void {
    this.total--;
    const count = (this.counts.get(party) ?? 0) - 1;
    if (count > 0) this.counts.set(party, count);
    else this.counts.delete(party);
  }
}
