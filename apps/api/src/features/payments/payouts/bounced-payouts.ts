import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { bouncedPayouts } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { type RowOf, texts } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';

const NOTE = statement({
  takes: [
    ...([bouncedPayouts.stripePayoutId, bouncedPayouts.guardId, bouncedPayouts.amountCents] as const),
    ...([bouncedPayouts.failureCode, bouncedPayouts.bouncedAt] as const),
  ],
  text: `
    INSERT INTO bounced_payouts (stripe_payout_id, guard_id, amount_cents, failure_code, bounced_at)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
});

const SETTLE = statement({
  takes: [bouncedPayouts.guardId, bouncedPayouts.bouncedAt],
  text: `UPDATE bounced_payouts SET settled_at = $2 WHERE guard_id = $1 AND settled_at IS NULL`,
});

const SETTLE_SOME = statement({
  takes: [texts, bouncedPayouts.bouncedAt],
  text: `UPDATE bounced_payouts SET settled_at = $2 WHERE stripe_payout_id = ANY ($1) AND settled_at IS NULL`,
});

const BOUNCED = pick(bouncedPayouts, 'stripePayoutId', 'amountCents', 'bouncedAt');
export type Bounced = RowOf<typeof BOUNCED>;

const OPEN = statement({
  name: 'payouts_bounced',
  takes: [bouncedPayouts.guardId],
  gives: BOUNCED,
  text: (row) => `SELECT ${row} FROM bounced_payouts WHERE guard_id = $1 AND settled_at IS NULL ORDER BY bounced_at`,
});

/** What banks of guards have sent back. The money lies in their account at Stripe; what comes after it would bounce too. */
@Injectable()
export class BouncedPayouts {
  constructor(
    private readonly database: Database,
    private readonly platform: Platform,
  ) {}

  /** In the open transaction; told once. */
  async note(guardId: string, { id, amount, failure_code: code }: Stripe.Payout): Promise<void> {
    const at = this.platform.clock.now();
    if ((await this.database.run(NOTE, [id, guardId, amount, code, at])) === 0) return;
    await this.platform.timeline.record({
      ...{ subject: { userId: guardId }, type: 'user.payout_bounced', actor: SYSTEM },
      details: { amountCents: amount, code },
    });
  }

  /** Another bank was given. */
  async settle(guardId: string): Promise<void> {
    await this.database.run(SETTLE, [guardId, this.platform.clock.now()]);
  }

  /** Their bank has taken something since. */
  async settleThese(stripePayoutIds: readonly string[]): Promise<void> {
    await this.database.run(SETTLE_SOME, [[...stripePayoutIds], this.platform.clock.now()]);
  }

  /** What keeps this guard from being paid, oldest first. */
  openOf(guardId: string): Promise<Bounced[]> {
    return this.database.rows(OPEN, [guardId]);
  }
}
