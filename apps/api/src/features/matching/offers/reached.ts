/**
 * SQL that is true for an offer that counts for the acceptance rate: its guard has answered it, or has seen it and let it expire.
 * One that expired while no page was open says nothing about them.
 */
export const REACHED = `(status IN ('accepted', 'given_back', 'declined') OR status = 'expired' AND seen_at IS NOT NULL)`;
