import type { World } from '../kernel/world.js';
import { expireHolds } from './authorization-holds.js';
import { settlePending } from './balance-transactions.js';
import { closeUnanswered } from './disputes.js';
import { followRefunds } from './refunds.js';

/**
 * What time alone brings about at Stripe: holds end, pending money becomes available, terms of disputes run out. It is caught up with before every
 * request, at most once in a second of the double's clock, because it looks at everything still open.
 */
export class DueWork {
  private caughtUpTo = -1;

  constructor(private readonly world: World) {}

  catchUp(): void {
    const now = this.world.clock.seconds();
    if (now === this.caughtUpTo) return;
    this.caughtUpTo = now;
    expireHolds(this.world);
    settlePending(this.world);
    closeUnanswered(this.world);
    followRefunds(this.world);
  }
}
