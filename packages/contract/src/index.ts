/** Everything on the wire: the only source of types, validation and the OpenAPI description. */
import { admin } from './admin.js';
import { desk } from './desk.js';
import { guards } from './guards.js';
import { hours } from './hours.js';
import { auth, users } from './identity.js';
import { jobEdits } from './job-edits.js';
import { jobs } from './jobs.js';
import { notifications } from './notifications.js';
import { offers } from './offers.js';
import { operations } from './operations.js';
import { payments } from './payments.js';
import { places } from './places.js';
import { tracking } from './tracking.js';
import { web } from './web.js';

export { API_BASE_PATH } from './base-path.js';

export const api = {
  auth,
  users,
  guards,
  jobs,
  jobEdits,
  hours,
  offers,
  tracking,
  payments,
  notifications,
  admin,
  desk,
  operations,
  places,
  web,
};
export type Api = typeof api;

export * from './admin.js';
export * from './desk.js';
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
export * from './places.js';
export * from './primitives.js';
export * from './problem.js';
export * from './timeline.js';
export * from './tracking.js';
export * from './web.js';
