import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PaymentStatus, paymentStatus } from '@aegis/contract';
import { databaseErrorOf } from '../../platform/database/database-refusal.js';
import { canMove, isSettled } from './payments.states.js';
import { MoneyWorld } from './spec-support/money-world.js';

let world: MoneyWorld;

beforeAll(async () => {
  world = await MoneyWorld.start();
});
afterAll(() => world.stop());

const pairs = paymentStatus.options.flatMap((from) =>
  paymentStatus.options.filter((to) => to !== from).map((to) => [from, to] as const),
);

async function paymentIn(status: PaymentStatus): Promise<string> {
  const { jobId, customer } = await world.book({ aheadDays: 10 });
  const id = randomUUID();
  const settled = isSettled(status) ? new Date() : null;
  await world.dataSource.query(
    `INSERT INTO payments (id, job_id, payer_id, payment_type, status, amount_cents, platform_fee_cents,
       guard_payout_cents, succeeded_at, failed_at)
     VALUES ($1, $2, $3, 'charge', $4, 2500, 500, 2000, $5, $6)`,
    [id, jobId, customer.id, status, settled, status === 'failed' ? new Date() : null],
  );
  return id;
}

describe('the table of states in code and in the database', () => {
  it.each(pairs)('agree on %s -> %s', async (from, to) => {
    const id = await paymentIn(from);
    const times = [isSettled(to) ? new Date() : null, to === 'failed' ? new Date() : null];
    const move = world.dataSource.query(
      `UPDATE payments SET status = $2, succeeded_at = COALESCE(succeeded_at, $3), failed_at = COALESCE(failed_at, $4)
       WHERE id = $1`,
      [id, to, ...times],
    );
    if (canMove(from, to)) return void (await move);
    const refusal = databaseErrorOf(
      await move.then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    expect(refusal?.constraint).toBe('payments_status_transition');
  });
});
