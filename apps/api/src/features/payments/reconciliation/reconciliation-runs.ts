import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import Stripe from 'stripe';
import type { Answer, api } from '@aegis/contract';
import { HOUR_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { found } from '../../../platform/http/found.js';
import { Platform } from '../../../platform/platform.js';
import { paymentEvents } from '../payments.events.js';
import { Reconcile, type Reconciliation } from './reconcile.js';
import { ReconciliationRunsRepository, type RunRow } from './reconciliation-runs.repository.js';

/** A run tells at least so often that it goes on; a process that dies is followed by another much sooner. */
const LOST_AFTER_MS = HOUR_MS / 2;
const TELLS_EVERY_MS = SECOND_MS;
/** Nobody reads more of them, and the first say what is wrong. */
const MOST_KEPT = 1000;

type Run = Answer<typeof api.reconciliations.start>;
type Report = Answer<typeof api.reconciliations.get>;

/**
 * Reconciliation in the background: it asks the provider hundreds of times. There is one run at a time, whoever asks; its progress
 * and its result are kept. A process that dies leaves its event, and the run begins anew in another.
 */
@Injectable()
export class ReconciliationRuns implements OnModuleInit {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly repository: ReconciliationRunsRepository,
    private readonly reconcile: Reconcile,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.queue.subscribe(paymentEvents['reconciliation.asked'], 'payments-reconcile', ({ runId }) =>
      this.run(runId),
    );
  }

  /** The run that this begins, or the one that is under way. */
  async ask(caller: Caller, days: number): Promise<Run> {
    return answerOf(await this.begin(caller.userId, days));
  }

  async newest(): Promise<{ items: Run[]; nextCursor: null }> {
    return { items: (await this.repository.newest()).map(answerOf), nextCursor: null };
  }

  /** @throws 404 */
  async one(id: string): Promise<Report> {
    const row = found(await this.repository.byId(id));
    return { ...answerOf(row), differences: row.differences };
  }

  private begin(askedBy: string, days: number): Promise<RunRow> {
    const { clock, database, ids, queue } = this.platform;
    return database.transaction(async () => {
      const now = clock.now();
      await this.repository.giveUpLost(shift(now, -LOST_AFTER_MS), now);
      for (;;) {
        const begun = await this.repository.begin(ids.next(), askedBy, days, now);
        if (begun) await queue.publish(paymentEvents['reconciliation.asked'], { runId: begun.id });
        // Neither, when the one that stood in the way has ended in between.
        const run = begun ?? (await this.repository.underWay());
        if (run) return run;
      }
    });
  }

  private async run(id: string): Promise<void> {
    const run = await this.repository.byId(id);
    if (!run || run.endedAt) return;
    const { clock } = this.platform;
    try {
      const found = await this.reconcile.run(run.days, { told: this.teller(id) });
      await this.repository.finish(id, resultOf(found, clock.now()));
    } catch (error) {
      // Left to the next process, which hears the event again.
      if (error instanceof BreaksOff) throw error;
      this.logger.error(`reconciliation: ${error instanceof Error ? error.stack : String(error)}`);
      await this.repository.fail(id, failureOf(error), clock.now());
    }
  }

  private teller(id: string): (read: number) => Promise<void> {
    let toldAt = -Infinity;
    return async (read) => {
      if (this.platform.schedule.isEnding) throw new BreaksOff('the process ends; the run begins anew in the next');
      if (performance.now() - toldAt < TELLS_EVERY_MS) return;
      toldAt = performance.now();
      await this.repository.tellProgress(id, read, this.platform.clock.now());
    };
  }
}

class BreaksOff extends Error {}

const resultOf = ({ from, to, compared, sums, differences }: Reconciliation, endedAt: Date) => ({
  ...{ periodFrom: from, periodUntil: to, compared, ...sums, endedAt },
  differenceCount: differences.length,
  differences: differences.slice(0, MOST_KEPT),
});

function failureOf(error: unknown): NonNullable<RunRow['failure']> {
  const { StripeAuthenticationError, StripeError, StripePermissionError } = Stripe.errors;
  if (error instanceof StripeAuthenticationError || error instanceof StripePermissionError) return 'provider_refuses';
  return error instanceof StripeError ? 'provider_unreachable' : 'broken';
}

function answerOf(run: RunRow): Run {
  const { id, days, askedAt, movementsRead, endedAt, failure } = run;
  const { periodFrom, periodUntil, compared, oursCents, besideJobsCents, stripeCents, differenceCount } = run;
  const isWhole = periodFrom && periodUntil && compared !== null && oursCents !== null && differenceCount !== null;
  const result =
    isWhole && besideJobsCents !== null && stripeCents !== null
      ? {
          from: periodFrom,
          to: periodUntil,
          compared,
          sums: { oursCents, besideJobsCents, stripeCents },
          differenceCount,
        }
      : null;
  return { id, days, askedAt, movementsRead, endedAt, failure, result };
}
