import { catalogue } from '../../platform/http/problem.js';

export const guardProfileErrors = catalogue({
  license_expired: 422,
  profile_incomplete: 422,
  position_needed: 422,
  on_a_job: 409,
  papers_changed: 409,
  nothing_to_verify: 422,
});
