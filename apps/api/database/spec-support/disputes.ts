import { randomUUID } from 'node:crypto';
import type { Attempt } from './attempt.js';
import { NOON, type Row, type SchemaRows } from './schema-rows.js';

const LOST: Row = { status: 'lost', closed_at: NOON };

const check = (rule: string, broken: Row, kept: Row): Attempt => ({
  rule,
  kind: 'check',
  breaks: (rows) => rows.dispute(broken),
  keeps: (rows) => rows.dispute(kept),
});

/** What the bank took of a charge because of this dispute of it. */
async function loss(rows: SchemaRows, times: number): Promise<void> {
  const charge = await rows.settledCharge();
  const disputeId = await rows.dispute({ payment_id: charge.id, ...LOST });
  for (let time = 0; time < times; time++) await rows.refund(charge, 100, { dispute_id: disputeId });
}

const bounced = (rows: SchemaRows, guardId: string, row: Row = {}): Promise<void> =>
  rows.insert('bounced_payouts', {
    ...{ stripe_payout_id: 'po_1', guard_id: guardId, amount_cents: 100, bounced_at: NOON },
    ...row,
  });

export const DISPUTES: Attempt[] = [
  {
    rule: 'bounced_payouts_pkey',
    kind: 'unique',
    by: 'an event delivered twice',
    breaks: async (rows) => {
      const guardId = await rows.guard();
      await bounced(rows, guardId);
      await bounced(rows, guardId);
    },
    keeps: async (rows) => bounced(rows, await rows.guard()),
  },
  {
    rule: 'bounced_payouts_guard_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => bounced(rows, randomUUID()),
  },
  {
    rule: 'bounced_payouts_amount_positive',
    kind: 'check',
    breaks: async (rows) => bounced(rows, await rows.guard(), { amount_cents: 0 }),
  },
  { rule: 'disputes_pkey', kind: 'unique', breaks: async (rows) => rows.dispute({ id: await rows.dispute() }) },
  {
    rule: 'disputes_payment_id_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.dispute({ payment_id: randomUUID() }),
  },
  {
    rule: 'disputes_answered_by_fkey',
    kind: 'foreignKey',
    breaks: (rows) => rows.dispute({ answered_at: NOON, answered_by: randomUUID() }),
  },
  {
    rule: 'disputes_stripe_dispute_id_unique',
    kind: 'unique',
    by: 'an event delivered twice',
    breaks: async (rows) => {
      await rows.dispute({ stripe_dispute_id: 'dp_1' });
      await rows.dispute({ stripe_dispute_id: 'dp_1' });
    },
  },
  check('disputes_amount_positive', { amount_cents: 0 }, { amount_cents: 1 }),
  {
    rule: 'disputes_answerer_has_answered',
    kind: 'check',
    breaks: async (rows) => rows.dispute({ answered_by: await rows.user() }),
    keeps: async (rows) => rows.dispute({ answered_by: await rows.user(), answered_at: NOON }),
  },
  check('disputes_closed_has_time', { status: 'lost' }, LOST),
  {
    rule: 'disputes_ends_are_ends',
    kind: 'check',
    breaks: async (rows) => rows.update('disputes', await rows.dispute(LOST), { status: 'won' }),
    keeps: async (rows) => rows.update('disputes', await rows.dispute(), LOST),
  },
  {
    rule: 'disputes_never_deleted',
    kind: 'check',
    breaks: async (rows) => rows.delete('disputes', await rows.dispute()),
  },
  {
    rule: 'payments_dispute_id_fkey',
    kind: 'foreignKey',
    breaks: async (rows) => rows.refund(await rows.settledCharge(), 100, { dispute_id: randomUUID() }),
  },
  {
    rule: 'payments_dispute_of_refunds',
    kind: 'check',
    breaks: async (rows) => rows.charge({ dispute_id: await rows.dispute() }),
  },
  {
    rule: 'payments_one_loss_per_dispute',
    kind: 'unique',
    breaks: (rows) => loss(rows, 2),
    keeps: (rows) => loss(rows, 1),
  },
];
