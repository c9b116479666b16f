/** Everything on the wire: the only source of types, validation and the OpenAPI description. */
import { admin } from './admin.js';
import { alarms } from './alarms.js';
import { calendars } from './calendars.js';
import { conversations } from './conversations.js';
import { desk } from './desk.js';
import { credits } from './credits.js';
import { disputes } from './disputes.js';
import { guards } from './guards.js';
import { hours } from './hours.js';
import { auth, users } from './identity.js';
import { jobEdits } from './job-edits.js';
import { jobs } from './jobs.js';
import { notifications } from './notifications.js';
import { offers } from './offers.js';
import { operations } from './operations.js';
import { passkeys } from './passkeys.js';
import { payments } from './payments.js';
import { phones } from './phones.js';
import { places } from './places.js';
import { sharing } from './sharing.js';
import { receipts } from './receipts.js';
import { reconciliations } from './reconciliation.js';
import { tracking } from './tracking.js';
import { web } from './web.js';

export { API_BASE_PATH } from './base-path.js';

export const api = {
  auth,
  passkeys,
  users,
  guards,
  jobs,
  jobEdits,
  hours,
  offers,
  tracking,
  sharing,
  payments,
  conversations,
  alarms,
  receipts,
  reconciliations,
  notifications,
  calendars,
  phones,
  admin,
  desk,
  credits,
  disputes,
  operations,
  places,
  web,
};
export type Api = typeof api;

export * from './admin.js';
export * from './alarms.js';
export * from './calendars.js';
export * from './conversations.js';
export * from './desk.js';
export * from './credits.js';
export * from './disputes.js';
export * from './endpoint.js';
export * from './guards.js';
export * from './hours.js';
export * from './identity.js';
export * from './job-edits.js';
export * from './job-terms.js';
export * from './jobs.js';
export * from './limits.js';
export * from './market-arithmetic.js';
export * from './market-rules.js';
export * from './notifications.js';
export * from './offers.js';
export * from './openapi.js';
export * from './operations.js';
export * from './payments.js';
export * from './phones.js';
export * from './places.js';
export * from './primitives.js';
export * from './problem.js';
export * from './sharing.js';
export * from './receipts.js';
export * from './reconciliation.js';
export * from './timeline.js';
export * from './tracking.js';
export * from './web.js';
