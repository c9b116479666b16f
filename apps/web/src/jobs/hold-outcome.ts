import type { WireAnswer, api } from '@aegis/contract';
import { CARD_NEEDS_OWNER, OWNER_NOT_CONFIRMED } from '@aegis/contract/limits';
import type { Job } from './job-queries';

type MoneyRow = WireAnswer<typeof api.payments.ofJob>['items'][number];
type Refused = MoneyRow & { mendBy: string };

/** Its owner is being asked by their bank, in this browser or in one that was closed. */
const isAtBank = ({ status, onSession }: MoneyRow): boolean => status === 'pending' && onSession;

/** Attempts for a longer job, or before a hold ends, have no such moment: when they fail, what is held stays. */
const isToMend = (row: MoneyRow): row is Refused => row.status === 'failed' && row.mendBy !== null;

/** The refused hold that another card can mend. @param rows oldest first; null once another attempt is made */
export function refusedHoldOf(rows: readonly MoneyRow[]): Refused | null {
  const holds = rows.filter((row) => row.type === 'charge' && row.purpose === 'booking' && !isAtBank(row));
  const last = holds.findLast((row) => row.status !== 'failed' || isToMend(row));
  return last && isToMend(last) ? last : null;
}

export interface OwnerAsked {
  /** They were asked, and their bank was not convinced. */
  hasFailed: boolean;
  /** Until when this or another card helps; null where nothing is cancelled for want of it. */
  mendBy: string | null;
}

/** The newest attempt at a card, when its bank wants a word of its owner. @param rows oldest first */
export function ownerAskedOf(rows: readonly MoneyRow[]): OwnerAsked | null {
  const charges = rows.filter((row) => row.type === 'charge');
  const last = charges.at(-1);
  // Until when has been said with the attempt before.
  if (last && isAtBank(last)) return { hasFailed: false, mendBy: charges.at(-2)?.mendBy ?? null };
  if (last?.status !== 'failed') return null;
  const hasFailed = last.failureCode === OWNER_NOT_CONFIRMED;
  return hasFailed || last.failureCode === CARD_NEEDS_OWNER ? { hasFailed, mendBy: last.mendBy } : null;
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
