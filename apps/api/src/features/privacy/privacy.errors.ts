import { catalogue } from '../../platform/http/problem.js';

export const privacyErrors = catalogue({
  export_not_ready: { status: 409, sentence: 'The export is still being made. Ask again as Retry-After says.' },
  export_gone: { status: 410, sentence: 'The export was kept for seven days. Ask for a new one.' },
  unsettled_money: {
    status: 409,
    sentence: 'A payment of yours is still open. Close the account when it is settled.',
  },
});
