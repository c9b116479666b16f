import { wordsIn, type Language } from '@aegis/words/all';
import type { JobRow } from '../../jobs/job-rows.js';
import type { PaymentRow } from '../rows/payment-row.js';

/** What a charge or a refund was for, in words; not given back by us, and so said otherwise: what a bank has taken. */
export function paidInWords(
  { type, purpose, status, disputeId }: Pick<PaymentRow, 'type' | 'purpose' | 'status' | 'disputeId'>,
  { status: stateOfJob, startedAt }: Pick<JobRow, 'status' | 'startedAt'>,
  language: Language,
): string {
  const words = wordsIn(language);
  if (type !== 'charge') return words(disputeId ? 'papers.takenBack' : `papers.back.${purpose}`);
  const isWork = stateOfJob === 'completed' || startedAt !== null;
  const charged = words(purpose === 'booking' && !isWork ? 'papers.charged.fee' : `papers.charged.${purpose}`);
  return status === 'disputed' ? words('papers.contested', { charged }) : charged;
}
