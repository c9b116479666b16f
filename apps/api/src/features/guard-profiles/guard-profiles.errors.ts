import { catalogue } from '../../platform/http/problem.js';

export const guardProfileErrors = catalogue({
  license_expired: { status: 422, sentence: 'The licence has expired. Enter the renewed one.' },
  profile_incomplete: {
    status: 422,
    sentence: 'Complete the profile first: licence, rate and base location are needed.',
  },
  position_needed: { status: 422, sentence: 'Going on duty needs your position, so that jobs near by find you.' },
  on_a_job: { status: 409, sentence: 'You are on a job. Check out first.' },
  papers_changed: {
    status: 409,
    sentence: 'The papers are not the ones that you have seen any more. Look at them again.',
  },
  nothing_to_verify: { status: 422, sentence: 'This guard has not entered a licence yet.' },
});
