import type { WireAnswer, api } from '@aegis/contract';

export type AuditEntry = WireAnswer<typeof api.admin.auditLog>['items'][number];

const ACTIONS: Record<string, string> = {
  'POST /admin/guards/:userId/verify': 'Verified a guard',
  'POST /admin/guards/:userId/refuse': 'Refused a guard’s papers',
  'POST /admin/users/:id/suspend': 'Asked to suspend an account',
  'POST /admin/users/:id/reinstate': 'Asked to lift a suspension',
  'POST /admin/jobs/:id/assign': 'Asked to assign a guard',
  'POST /admin/jobs/:id/take-off': 'Asked to take a guard off',
  'POST /admin/jobs/:id/end': 'Asked to end a job',
  'POST /jobs/:id/cancel': 'Asked to cancel a job',
  'PATCH /admin/jobs/:id': 'Asked to change a job',
  'POST /admin/jobs': 'Asked to book for a customer',
  'GET /admin/jobs/:id': 'Opened a job',
  'GET /admin/people/:id': 'Opened a person',
  'POST /admin/jobs/:id/confirm-arrival': 'Asked to begin a job',
  'POST /admin/jobs/:id/late-guard': 'Asked to answer about a late guard',
  'POST /admin/jobs/:id/ask-card-again': 'Asked to ask the card again',
  'POST /admin/people/:id/email': 'Asked to change an e-mail address',
  'job.arrival_confirmed': 'Said that the guard is there',
  'job.late_guard_answered': 'Answered about a late guard',
  'job.card_asked_again': 'Had the card asked again',
  'job.assigned': 'Assigned a guard',
  'job.guard_taken_off': 'Took a guard off',
  'job.edited_on_behalf': 'Changed a job for the customer',
  'job.booked_on_behalf': 'Booked for a customer',
  'user.suspended': 'Suspended an account',
  'user.reinstated': 'Lifted a suspension',
  'user.email_change_asked': 'Asked for another e-mail address',
  'user.email_changed': 'Changed the e-mail address',
  'POST /admin/payments/:id/refund': 'Gave money back',
  'PUT /admin/guards/:userId/background-check': 'Asked to record a background check',
  'GET /admin/guards/:userId/background-check': 'Read a background check',
  'GET /admin/guards/:userId/license-scan': 'Read the picture of a licence',
  'POST /auth/logout': 'Signed out',
  'admin.signed_in': 'Signed in',
  'admin.created': 'Made an administrator',
  'admin.revoked': 'Took an administrator’s rights',
  'admin.second_factor_renewed': 'Renewed a second factor',
  'guard.tax_id_set': 'Set a tax id',
  'guard.background_check_set': 'Recorded a background check',
  'user.password_changed': 'Changed the password',
  'privacy.export': 'Exported the own data',
  'privacy.erasure_requested': 'Asked for erasure',
  'privacy.erasure_cancelled': 'Kept a closed account',
  'privacy.erased': 'Erased an account',
  'privacy.provider_customer_deleted': 'Deleted a person at the payment provider',
};

/** Of an action without words of its own, its name: an entry that is not understood must still be seen. */
export const actionWords = (action: string): string => ACTIONS[action] ?? action;

export const factWords = ({ facts }: Pick<AuditEntry, 'facts'>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
