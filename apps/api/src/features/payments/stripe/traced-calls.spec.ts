import { expect, it } from 'vitest';
import { templateOf } from './traced-calls.js';

it.each([
  ['/v1/payment_intents', '/v1/payment_intents'],
  ['/v1/payment_intents/pi_3Nx/capture', '/v1/payment_intents/:id/capture'],
  ['/v1/payment_intents?customer=cus_9', '/v1/payment_intents'],
  ['/v1/transfers/tr_1/reversals', '/v1/transfers/:id/reversals'],
  ['/v1/customers/cus_9/payment_methods/pm_1', '/v1/customers/:id/payment_methods/:id'],
  ['/v1/balance_transactions/txn_1', '/v1/balance_transactions/:id'],
  ['/v1/accounts/acct_1', '/v1/accounts/:id'],
])('%s is a call of %s', (path, template) => {
  expect(templateOf(path)).toBe(template);
});
