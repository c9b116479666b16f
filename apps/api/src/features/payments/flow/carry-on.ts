import { Injectable, Logger } from '@nestjs/common';
import { Platform } from '../../../platform/platform.js';
import { hasEnded } from '../rows/amounts.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import { MONEY_DUE, RECEIPT_DUE } from '../payments.events.js';
import { keyOf, nextStep } from './money-plan.js';
import { TakeStep } from './take-step.js';

/** A job is looked at in this process, and once more because something happened meanwhile. */
interface Round {
  outcome: Promise<boolean>;
  isWantedAgain: boolean;
}

/**
 * Carries the money of a job on as far as it goes now. Called by events, webhooks, deadlines and the sweep alike; one at a
 * time for a job in this process, and beside other processes: each step is written down before it is taken, has a key at
 * Stripe, and is recorded under the job's lock from the state it was read in (docs/payments.md).
 */
@Injectable()
export class CarryOn {
  private readonly logger = new Logger('payments');
  private readonly rounds = new Map<string, Round>();

  constructor(
    private readonly changes: PaymentChanges,
    private readonly steps: TakeStep,
    private readonly platform: Platform,
  ) {}

  /**
   * Outside of a transaction. False when the outcome of a step is not known, or it failed: a deadline looks again.
   * @throws when not even that could be written down.
   */
  async carryOn(jobId: string): Promise<boolean> {
    const running = this.rounds.get(jobId);
    if (running) {
      running.isWantedAgain = true;
      return running.outcome;
    }
    const round: Round = { outcome: Promise.resolve(true), isWantedAgain: false };
    this.rounds.set(jobId, round);
    round.outcome = this.untilNothingIsWanted(jobId, round).finally(() => this.rounds.delete(jobId));
    return round.outcome;
  }

  private async untilNothingIsWanted(jobId: string, round: Round): Promise<boolean> {
    let isDone: boolean;
    do {
      round.isWantedAgain = false;
      isDone = await this.once(jobId);
    } while (round.isWantedAgain);
    return isDone;
  }

  private async once(jobId: string): Promise<boolean> {
    const { clock, config, deadlines } = this.platform;
    const tried = new Set<string>();
    let money = await this.changes.read(jobId);
    for (let failures = 0; ;) {
      const next = nextStep(money, clock.now(), config.rules, tried);
      if (next.do === 'wait') {
        if (next.until) await deadlines.set(MONEY_DUE, jobId, next.until);
        if (hasEnded(money.job)) await deadlines.set(RECEIPT_DUE, jobId, clock.now());
        return failures === 0;
      }
      tried.add(keyOf(next));
      try {
        const after = await this.steps.take(next, money);
        money = after ? { ...after, creditCents: money.creditCents } : await this.changes.read(jobId);
      } catch (error) {
        // One step that fails keeps no other from being taken: a refund does not wait for a payout.
        this.logger.warn(`${next.do} of job ${jobId}: ${error instanceof Error ? error.stack : String(error)}`);
        failures++;
        money = await this.changes.read(jobId);
      }
    }
  }
}
