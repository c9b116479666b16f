import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

const POLL_MS = 20;
const PATIENCE_MS = 60_000;

interface Waiting {
  since: number;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * Learns which jobs are paid out, by one question for all that wait: asked for each by itself, it was a third of all statements of
 * the comparison, and on the account of ours alone.
 */
export class PaidJobs {
  private readonly waiting = new Map<string, Waiting>();
  private isAsking = false;

  constructor(private readonly pool: pg.Pool) {}

  until(jobId: string): Promise<void> {
    const paid = new Promise<void>((resolve, reject) =>
      this.waiting.set(jobId, { since: performance.now(), resolve, reject }),
    );
    if (!this.isAsking) void this.ask();
    return paid;
  }

  private async ask(): Promise<void> {
    this.isAsking = true;
    try {
      for (; this.waiting.size > 0; await delay(POLL_MS)) await this.look();
    } catch (error) {
      this.giveUp(() => true, `whether jobs are paid out cannot be asked: ${String(error)}`);
    } finally {
      this.isAsking = false;
    }
  }

  private async look(): Promise<void> {
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT job_id AS id FROM payments WHERE job_id = ANY ($1) AND payment_type = 'payout' AND status = 'succeeded'`,
      [[...this.waiting.keys()]],
    );
    for (const { id } of rows) {
      this.waiting.get(id)?.resolve();
      this.waiting.delete(id);
    }
    const tooLate = performance.now() - PATIENCE_MS;
    this.giveUp(({ since }) => since < tooLate, 'it was not paid out in time');
  }

  private giveUp(isGivenUp: (one: Waiting) => boolean, why: string): void {
    for (const [jobId, one] of this.waiting) {
      if (!isGivenUp(one)) continue;
      this.waiting.delete(jobId);
      one.reject(new Error(`job ${jobId}: ${why}`));
    }
  }
}
