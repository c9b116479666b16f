import type { JobStatus, MatchVerdict } from '@aegis/contract';
import type { RuleName } from '../eligibility/rules.js';
import type { OfferStatus } from '../offers/offers.states.js';

/** How one guard stands towards one job, whatever the rules say. */
export interface Standing {
  currentMeters: number | null;
  baseMeters: number | null;
  /** Their last offer of this job. */
  offer: OfferStatus | null;
}

/** Told by the verdict where there is more to say than by the sentence of a rule. */
export const isToldByVerdict = (rule: RuleName): boolean => rule === 'not_asked';

/**
 * `unmet`: rules of the search that the guard does not meet. `guardsAhead`: how many the last wave asked or ranked before
 * them; null when they were in none.
 */
export function verdictOn(
  { offer }: Pick<Standing, 'offer'>,
  status: JobStatus,
  unmet: readonly RuleName[],
  guardsAhead: number | null,
): MatchVerdict {
  if (offer === 'accepted') return 'accepted_by_you';
  if (offer === 'declined' || offer === 'given_back') return offer;
  if (status === 'cancelled') return 'over';
  if (status !== 'requested') return 'taken';
  if (offer === 'offered') return 'offered';
  if (unmet.some((rule) => rule !== 'radius')) return 'not_eligible';
  if (unmet.length > 0) return 'too_far';
  return guardsAhead === null || guardsAhead === 0 ? 'next_in_line' : 'others_first';
}
