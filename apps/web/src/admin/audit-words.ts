import type { WireAnswer, api } from '@aegis/contract';
import type { PlainKey } from '@aegis/words';
import { words } from '../words/words';

export type AuditEntry = WireAnswer<typeof api.admin.auditLog>['items'][number];

/** Of their words. */
const ACTIONS: Readonly<Record<string, Extract<PlainKey, `admin.did.${string}`>>> = {
  'POST /admin/guards/:userId/verify': 'admin.did.verifyGuard',
  'POST /admin/guards/:userId/refuse': 'admin.did.refusePapers',
  'POST /admin/users/:id/suspend': 'admin.did.askSuspend',
  'POST /admin/users/:id/reinstate': 'admin.did.askReinstate',
  'POST /admin/jobs/:id/assign': 'admin.did.askAssign',
  'POST /admin/jobs/:id/take-off': 'admin.did.askTakeOff',
  'POST /admin/jobs/:id/end': 'admin.did.askEnd',
  'POST /jobs/:id/cancel': 'admin.did.askCancel',
  'PATCH /admin/jobs/:id': 'admin.did.askEdit',
  'POST /admin/jobs': 'admin.did.askBook',
  'GET /admin/jobs/:id': 'admin.did.openJob',
  'GET /admin/people/:id': 'admin.did.openPerson',
  'POST /admin/jobs/:id/confirm-arrival': 'admin.did.askBegin',
  'POST /admin/jobs/:id/late-guard': 'admin.did.askLate',
  'POST /admin/jobs/:id/ask-card-again': 'admin.did.askCard',
  'POST /admin/people/:id/email': 'admin.did.askEmail',
  'job.arrival_confirmed': 'admin.did.arrival',
  'job.late_guard_answered': 'admin.did.late',
  'job.card_asked_again': 'admin.did.card',
  'job.assigned': 'admin.did.assign',
  'job.guard_taken_off': 'admin.did.takeOff',
  'job.edited_on_behalf': 'admin.did.edit',
  'job.booked_on_behalf': 'admin.did.book',
  'user.suspended': 'admin.did.suspend',
  'user.reinstated': 'admin.did.reinstate',
  'user.email_change_asked': 'admin.did.emailAsked',
  'user.email_changed': 'admin.did.emailChanged',
  'POST /admin/payments/:id/refund': 'admin.did.refund',
  'POST /admin/users/:userId/credits': 'admin.did.giveCredit',
  'GET /admin/users/:userId/credits': 'admin.did.readCredit',
  'POST /admin/credits/:id/withdraw': 'admin.did.withdrawCredit',
  'POST /admin/disputes/:id/answer': 'admin.did.sendEvidence',
  'GET /admin/disputes/:id/evidence.pdf': 'admin.did.readEvidence',
  'PUT /admin/guards/:userId/background-check': 'admin.did.askCheck',
  'GET /admin/guards/:userId/background-check': 'admin.did.readCheck',
  'GET /admin/guards/:userId/license-scan': 'admin.did.readScan',
  'POST /auth/logout': 'admin.did.signOut',
  'admin.signed_in': 'admin.did.signIn',
  'admin.created': 'admin.did.adminMade',
  'admin.revoked': 'admin.did.adminRevoked',
  'admin.second_factor_renewed': 'admin.did.factorRenewed',
  'guard.tax_id_set': 'admin.did.taxId',
  'guard.background_check_set': 'admin.did.check',
  'user.password_changed': 'admin.did.password',
  'user.passkey_added': 'admin.did.passkeyAdded',
  'user.passkey_removed': 'admin.did.passkeyRemoved',
  'privacy.export': 'admin.did.export',
  'privacy.erasure_requested': 'admin.did.askErasure',
  'privacy.erasure_cancelled': 'admin.did.kept',
  'privacy.erased': 'admin.did.erased',
  'privacy.provider_customer_deleted': 'admin.did.providerErased',
};

/** Of an action without words of its own, its name: an entry that is not understood must still be seen. */
export function actionWords(action: string): string {
  const known = ACTIONS[action];
  return known === undefined ? action : words(known);
}

/** What programs have noted, by their names for it; of what is empty nothing is said. */
export function notedWords(noted: Readonly<Record<string, unknown>>): string {
  const said = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(said).join(' ');
    if (typeof value === 'object' && value !== null) return `(${notedWords(value as Record<string, unknown>)})`;
    return typeof value === 'string' ? value : JSON.stringify(value ?? null).replace('null', '–');
  };
  return Object.entries(noted)
    .filter(([, value]) => !['{}', '[]'].includes(JSON.stringify(value)))
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${said(value)}`)
    .join(', ');
}

export const factWords = ({ facts }: Pick<AuditEntry, 'facts'>): string => notedWords(facts);
