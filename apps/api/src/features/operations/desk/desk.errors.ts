import { catalogue } from '../../../platform/http/problem.js';

export const deskErrors = catalogue({
  not_a_customer: 422,
});
