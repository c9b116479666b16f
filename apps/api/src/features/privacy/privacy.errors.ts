import { catalogue } from '../../platform/http/problem.js';

export const privacyErrors = catalogue({
  export_not_ready: 409,
  export_gone: 410,
  unsettled_money: 409,
});
