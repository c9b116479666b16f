import { catalogue } from '../../platform/http/problem.js';

export const matchingErrors = catalogue({
  offer_gone: 409,
  guard_may_not_take_it: 409,
  search_paused: 409,
});
