import type { JobStatus } from '@aegis/contract';

/**
 * requested: priced and waiting for a guard; offers go out once the hold is placed (or when none is due yet).
 * matched: one guard has accepted; they may give it back, and the customer may cancel for the fee of the policy.
 * in_progress: the guard has checked in on site; check-out, the clock or an administrator ends it. Who leaves before the
 *   start sends it back.
 * completed: worked time is known and what is due is charged. Final.
 * cancelled: with a reason and what is due for it, which may be nothing. Final.
 *
 * The trigger jobs_keep_status_rules holds the same table; a test compares the two, pair by pair.
 */
export const JOB_TRANSITIONS: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  requested: ['matched', 'cancelled'],
  matched: ['requested', 'in_progress', 'cancelled'],
  in_progress: ['completed', 'requested', 'cancelled'],
  completed: [],
  cancelled: [],
};
