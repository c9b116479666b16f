import { Injectable } from '@nestjs/common';
import { guaranteedCentsOf } from '../rows/guarantees.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { PaymentChanges } from '../rows/payment-changes.js';
import type { JobMoney } from '../flow/money-plan.js';
import { Platform } from '../../../platform/platform.js';
import { bookingChargeOf } from '../rows/payment-row.js';
import { guaranteeOf } from '../rows/guarantees.js';

/** The guard of proved work is paid by the platform, because the customer's card keeps refusing. */
@Injectable()
export class GuaranteePayout {
  constructor(
    private readonly changes: PaymentChanges,
    private readonly platform: Platform,
  ) {}

  /** Nothing when a card holds it meanwhile, or it is written down already. */
  write(refused: PaymentRow): Promise<JobMoney> {
    return this.changes.recordOn(refused, async (fresh, turn) => {
      const { guardId } = turn.job;
      const amountCents = guaranteedCentsOf(turn, this.platform.config.rules);
      if (!guardId || amountCents <= 0 || guaranteeOf(turn.rows) || bookingChargeOf(turn.rows)) return;
      const parts = { amountCents, platformFeeCents: 0, guardPayoutCents: amountCents };
      const payout = await turn.begin({
        ...parts,
        ...{ type: 'payout', isGuarantee: true, payeeId: guardId, paidOutOf: fresh.id },
      });
      await turn.tell({ type: 'payout.guaranteed', details: { paymentId: payout.id, amountCents } });
    });
  }
}
