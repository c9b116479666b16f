export type OfferStatus = 'offered' | 'accepted' | 'declined' | 'expired' | 'superseded' | 'given_back';

/**
 * offered: shown to one guard until it expires.
 * accepted: he took the job. declined: he did not want it and is not asked again for this job.
 * expired: he did not answer in time. superseded: somebody else was first, or the job ended.
 * given_back: he had accepted and withdrew; he is not asked again for this job.
 */
export const OFFER_TRANSITIONS: Readonly<Record<OfferStatus, readonly OfferStatus[]>> = {
  offered: ['accepted', 'declined', 'expired', 'superseded'],
  accepted: ['given_back'],
  declined: [],
  expired: [],
  superseded: [],
  given_back: [],
};
