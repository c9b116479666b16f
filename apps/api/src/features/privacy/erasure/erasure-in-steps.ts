import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { type PrivacyRequest, PrivacyRequestsRepository } from '../privacy-requests.repository.js';
import { ERASURE_STEPS, type ErasureStep } from './erasure-steps.js';
import { type ErasureCounts, PersonEraser } from './person-eraser.js';

/** What goes on around an erasure. */
interface Around {
  /** Asked before each step: the rest is left to whoever comes next. */
  isEnding: () => boolean;
  /** Done in the transaction of the last step. */
  finish: () => Promise<void>;
}

/**
 * An erasure takes a step a transaction and remembers it there: nobody's rows are held for long, and whoever is killed between two
 * steps has lost none of them (docs/decisions/0151-erasure-in-steps.md).
 */
@Injectable()
export class ErasureInSteps {
  constructor(
    private readonly requests: PrivacyRequestsRepository,
    private readonly eraser: PersonEraser,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Takes every step that is not taken yet. True when the last of them was taken here. */
  async carryOn({ id, userId }: Pick<PrivacyRequest, 'id' | 'userId'>, { isEnding, finish }: Around): Promise<boolean> {
    let isLast = false;
    for (const step of ERASURE_STEPS) {
      if (isEnding()) {
        await this.requests.leave(id);
        return false;
      }
      const apart = step.entry.standsApart ? await this.takeApart(id, step, userId) : undefined;
      isLast = await this.database.transaction(async () => {
        if (!(await this.requests.beginStep(id, step.name, this.clock.now()))) return false;
        await this.requests.addOutcome(id, step.table, apart ?? (await this.eraser.take(step, userId)));
        if (step !== ERASURE_STEPS.at(-1)) return false;
        await finish();
        return true;
      });
    }
    return isLast;
  }

  /**
   * Before the transaction that writes the step down, which may know of another server no more than that it was asked. Whoever is
   * killed between the two takes it once more, and finds nothing.
   */
  private async takeApart(id: string, step: ErasureStep, userId: string): Promise<ErasureCounts | undefined> {
    if (!(await this.requests.isToBeTaken(id, step.name))) return undefined;
    return this.database.transaction(() => this.eraser.take(step, userId));
  }
}
