import type { MatchVerdict } from '@aegis/contract';
import type { OfferStatus } from '../offers/offers.states.js';

/** How one guard stands towards one job, rule by rule. */
export interface Standing {
  currentMeters: number | null;
  baseMeters: number | null;
  isActive: boolean;
  isLicenseVerified: boolean;
  isLicenseLongEnough: boolean;
  isClearanceEnough: boolean;
  missingSkills: string[];
  isRateWithin: boolean;
  isOnDuty: boolean;
  isPositionFresh: boolean;
  isFree: boolean;
  isInCalendar: boolean;
  isPayoutReady: boolean;
  /** His last offer of this job. */
  offer: OfferStatus | null;
}

/** Where the search is. */
export interface SearchState {
  /** Searched from where guards are now; else from their base. */
  startsSoon: boolean;
  radiusMeters: number;
  isOpen: boolean;
  isTaken: boolean;
}

/** Sentences for the guard about himself, one for each rule that he does not meet. */
export function reasonsAgainst(standing: Standing, search: SearchState): string[] {
  const rules: [met: boolean, sentence: string][] = [
    [standing.isActive, 'Your account is not active.'],
    [standing.isLicenseVerified, 'Your licence has not been verified yet.'],
    [standing.isLicenseLongEnough, 'Your licence ends before the job, or too soon after it.'],
    [standing.isClearanceEnough, 'The job needs a higher clearance.'],
    [standing.missingSkills.length === 0, `The job needs: ${standing.missingSkills.join(', ')}.`],
    [standing.isRateWithin, 'The job pays less per hour than your rate.'],
    [standing.isFree, 'You hold another job at that time.'],
    [standing.isInCalendar, 'You are not available at that time.'],
    [standing.isPayoutReady, 'Your account to be paid on is not ready: finish what Stripe still asks of you.'],
    [!search.startsSoon || standing.isOnDuty, 'The job starts soon and you are not on duty.'],
    [!search.startsSoon || standing.isPositionFresh, 'The job starts soon and your last position is too old.'],
  ];
  return rules.flatMap(([met, sentence]) => (met ? [] : [sentence]));
}

/** Metres from where the search counts him; null when that is not known. */
export const distanceOf = (standing: Standing, search: Pick<SearchState, 'startsSoon'>): number | null =>
  search.startsSoon ? standing.currentMeters : standing.baseMeters;

/** `guardsAhead`: how many the last wave asked or ranked before him; null when he was in none. */
export function verdictOn(standing: Standing, search: SearchState, guardsAhead: number | null): MatchVerdict {
  if (standing.offer === 'accepted') return 'accepted_by_you';
  if (standing.offer === 'declined' || standing.offer === 'given_back') return standing.offer;
  if (search.isTaken) return 'taken';
  if (!search.isOpen) return 'over';
  if (standing.offer === 'offered') return 'offered';
  if (reasonsAgainst(standing, search).length > 0) return 'not_eligible';
  if ((distanceOf(standing, search) ?? Number.POSITIVE_INFINITY) > search.radiusMeters) return 'too_far';
  return guardsAhead === null || guardsAhead === 0 ? 'next_in_line' : 'others_first';
}
