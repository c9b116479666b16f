import { catalogue } from '../../platform/http/problem.js';

export const notificationErrors = catalogue({
  push_not_offered: 409,
  endpoint_not_public: 422,
});
