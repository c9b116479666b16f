import type { DataSource } from 'typeorm';
import type { StripeDouble } from '@aegis/stripe-double';
import type { BookingPlan } from './chaos-plan.js';

/** A story that never ends is told by its beginning: what follows is the same again. */
const MOST_LINES = 200;
const SECOND_MS = 1000;

/** What was done and seen about one booking; kept until it is known that it broke no rule. */
export class Story {
  jobId = '';
  /** What is waited for at this moment. */
  waitsFor: string | null = null;
  private readonly lines: string[] = [];
  private readonly begunAt = performance.now();

  constructor(readonly plan: BookingPlan) {}

  tell(what: string): void {
    const seconds = ((performance.now() - this.begunAt) / SECOND_MS).toFixed(1);
    if (this.lines.length < MOST_LINES) this.lines.push(`+${seconds} s ${what}`);
  }

  /** With what our rows and the double say of it, so that who reads it needs no second run. */
  async whole(dataSource: DataSource, double: StripeDouble): Promise<string[]> {
    const kept = await oursOf(dataSource, this.jobId).catch((error: unknown) => [`our rows: ${String(error)}`]);
    return [
      `plan ${JSON.stringify(this.plan)}`,
      ...this.lines,
      ...(this.waitsFor === null ? [] : [`waits for ${this.waitsFor}`]),
      ...kept,
      ...theirsOf(double, this.jobId),
    ];
  }
}

async function oursOf(dataSource: DataSource, jobId: string): Promise<string[]> {
  if (jobId === '') return [];
  const rows = await dataSource.query<{ line: string }[]>(
    `SELECT line FROM (
       SELECT 1 AS part, id::text AS sorted, concat_ws(' ', 'job', status, 'due', due_amount_cents, 'starts', start_time) AS line
       FROM jobs WHERE id = $1
       UNION ALL
       SELECT 2, lpad(id::text, 20, '0'), concat_ws(' ', 'told', to_char(occurred_at, 'HH24:MI:SS.MS'), type, details)
       FROM timeline WHERE job_id = $1
       UNION ALL
       SELECT 3, created_at::text, concat_ws(' ', 'row', id, payment_type, purpose, status, amount_cents, failure_code,
         COALESCE(stripe_payment_intent_id, stripe_refund_id, stripe_transfer_id), 'key', stripe_key_number,
         CASE WHEN to_reverse_cents > 0 THEN 'to reverse ' || to_reverse_cents END, 'retry ' || retry_at)
       FROM payments WHERE job_id = $1) AS kept ORDER BY part, sorted`,
    [jobId],
  );
  return rows.map(({ line }) => line);
}

function theirsOf(double: StripeDouble, jobId: string): string[] {
  const { paymentIntents, charges, refunds, transfers, disputes } = double.books();
  const own = charges.filter(({ transfer_group }) => transfer_group === jobId);
  const ofOwn = ({ charge }: { charge: unknown }): boolean => own.some(({ id }) => id === charge);
  return [
    ...paymentIntents
      .filter(({ transfer_group }) => transfer_group === jobId)
      .map(({ id, status, amount, amount_received }) => `stripe ${id} ${status} ${amount}, taken ${amount_received}`),
    ...refunds.filter(ofOwn).map(({ id, status, amount }) => `stripe ${id} ${status} ${amount}`),
    ...disputes.filter(ofOwn).map(({ id, status, amount, reason }) => `stripe ${id} ${status} ${amount} ${reason}`),
    ...transfers
      .filter(({ transfer_group }) => transfer_group === jobId)
      .map(({ id, amount, amount_reversed }) => `stripe ${id} ${amount}, reversed ${amount_reversed}`),
  ];
}
