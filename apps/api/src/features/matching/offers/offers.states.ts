import type { offerStatus } from '../../../../database/tables.js';
import type { ValueOf } from '../../../platform/database/sql-types.js';

export type OfferStatus = ValueOf<typeof offerStatus>;

/**
 * offered: shown to one guard until it expires.
 * accepted: they took the job. declined: they did not want it and are not asked again for this job.
 * expired: they did not answer in time. superseded: somebody else was first, the job ended, or
 * the guard may not take it any more.
 * given_back: they had accepted and withdrew; they are not asked again for this job.
 */
export const OFFER_TRANSITIONS: Readonly<Record<OfferStatus, readonly OfferStatus[]>> = {
  offered: ['accepted', 'declined', 'expired', 'superseded'],
  accepted: ['given_back'],
  declined: [],
  expired: [],
  superseded: [],
  given_back: [],
};
