import type { WireAnswer, api } from '@aegis/contract';
import type { Job } from './job-queries';

type MoneyRow = WireAnswer<typeof api.payments.ofJob>['items'][number];
type Refused = MoneyRow & { mendBy: string };

/** Attempts for a longer job, or before a hold ends, have no such moment: when they fail, what is held stays. */
const isToMend = (row: MoneyRow): row is Refused => row.status === 'failed' && row.mendBy !== null;

/** The refused hold that another card can mend. @param rows oldest first; null once another attempt is made */
export function refusedHoldOf(rows: readonly MoneyRow[]): Refused | null {
  const holds = rows.filter((row) => row.type === 'charge' && row.purpose === 'booking');
  const last = holds.findLast((row) => row.status !== 'failed' || isToMend(row));
  return last && isToMend(last) ? last : null;
}

export type ExtensionOutcome = 'asking' | 'extended' | 'refused' | 'lapsed';

/**
 * What became of a longer job that was agreed to: it is one only once the card holds its price.
 * @param hold the row of the hold that the card is asked for, when it is read
 */
export function extensionOutcome(
  { endTime }: Pick<Job, 'endTime'>,
  agreedEnd: string,
  hold: Pick<MoneyRow, 'status'> | undefined,
): ExtensionOutcome {
  if (hold?.status === 'failed') return 'refused';
  if (hold && Date.parse(endTime) === Date.parse(agreedEnd)) return 'extended';
  return hold?.status === 'cancelled' ? 'lapsed' : 'asking';
}
