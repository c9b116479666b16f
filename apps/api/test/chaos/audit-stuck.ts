import type { Books } from '@aegis/stripe-double';
import type { DataSource } from 'typeorm';

/** Everything here that waits for something when everything is over, as a sentence: a job, a row of money, a dispute, an event. */
export async function readStuck(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ sentence: string }[]>(
    `SELECT concat_ws(' ', 'job', id, 'is still', status) AS sentence FROM jobs WHERE status NOT IN ('completed', 'cancelled')
     UNION ALL
     SELECT concat_ws(' ', 'job', id, 'has ended, and nothing says what is due for it') FROM jobs
     WHERE status IN ('completed', 'cancelled') AND due_amount_cents IS NULL
     UNION ALL
     SELECT concat_ws(' ', 'job', job_id, 'has a', payment_type, 'that stays', status || ':', id) FROM payments
     WHERE status IN ('pending', 'processing', 'authorized', 'disputed')
     UNION ALL
     SELECT concat_ws(' ', 'job', job_id, 'has a dispute that stays', d.status || ':', d.id)
     FROM disputes d JOIN payments p ON p.id = d.payment_id WHERE d.status NOT IN ('won', 'lost')
     UNION ALL
     SELECT concat_ws(' ', 'event', event, 'of', consumer, 'has failed', attempts, 'times:', payload) FROM queued_events
     WHERE failed_at IS NOT NULL OR attempts > 3`,
  );
  return rows.map(({ sentence }) => sentence);
}

/** What an intent is when nothing more is asked of anybody: taken, let go of, or refused. */
const ENDS: readonly string[] = ['succeeded', 'canceled', 'requires_payment_method'];

/** The same at Stripe: a hold on the card of a job that has ended, a refund with a bank, a contested charge. */
export function stuckAtStripe({ paymentIntents, refunds, disputes, charges }: Books): string[] {
  const jobOf = new Map(charges.map(({ id, transfer_group }) => [id, transfer_group]));
  const about = (charge: unknown): string => `job ${jobOf.get(typeof charge === 'string' ? charge : '')}`;
  return [
    ...paymentIntents
      .filter(({ status }) => !ENDS.includes(status))
      .map(({ id, status, transfer_group }) => `job ${transfer_group} has ${id} that stays ${status}`),
    ...refunds
      .filter(({ status }) => status === 'pending' || status === 'requires_action')
      .map(({ id, status, charge }) => `${about(charge)} has ${id} that stays ${status}`),
    ...disputes
      .filter(({ status }) => status.endsWith('needs_response') || status.endsWith('under_review'))
      .map(({ id, status, charge }) => `${about(charge)} has ${id} that stays ${status}`),
  ];
}
