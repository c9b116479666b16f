import type Stripe from 'stripe';
import { refused } from '../kernel/errors.js';
import { metadata, requiredAmount, requiredText } from '../kernel/parameters.js';
import { page } from '../kernel/pagination.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { availableOfAccount } from './balance.js';
import { addressed } from './lookup.js';

/** Payouts of connected accounts to their own banks; the platform's are its operator's, and move nothing here. */
function create(world: World, call: Call): Stripe.Payout {
  const { form, account } = call;
  if (account === null) throw refused('The double pays out connected accounts only: name one in Stripe-Account.');
  const amount = requiredAmount(form, 'amount');
  const currency = requiredText(form, 'currency').toLowerCase();
  if (amount > availableOfAccount(world, account, currency)) {
    throw refused('You have insufficient funds in your Stripe account for this transfer.', {
      code: 'balance_insufficient',
    });
  }
  const payout = putPayout(world, account, { amount, currency, metadata: metadata(form) });
  world.publish({ type: 'payout.created', object: payout, account });
  world.publish({ type: 'payout.paid', object: payout, account });
  return payout;
}

function putPayout(
  world: World,
  account: string,
  facts: { amount: number; currency: string; metadata: Record<string, string> },
): Stripe.Payout {
  const now = world.clock.seconds();
  const payout = world.tables.payouts.put<Stripe.Payout>({
    id: world.ids.next('po'),
    object: 'payout',
    ...facts,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: now,
    automatic: false,
    balance_transaction: null,
    created: now,
    description: null,
    destination: null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'paid',
    trace_id: null,
    type: 'bank_account',
  });
  world.tables.payoutAccounts.put({ id: payout.id, account });
  return payout;
}

/** The bank of a connected account has sent a payout back (https://docs.stripe.com/payouts#payout-failures). */
export function failPayout(world: World, id: string): Stripe.Payout {
  const before = world.tables.payouts.get(id);
  const account = world.tables.payoutAccounts.get(id)?.account;
  if (before?.status !== 'paid' || account === undefined) throw new Error(`there is no payout ${id} that could fail`);
  const payout = world.tables.payouts.put<Stripe.Payout>({
    ...before,
    failure_code: 'account_closed',
    failure_message: 'The bank account has been closed.',
    status: 'failed',
  });
  world.publish({ type: 'payout.failed', object: payout, previous: before, account });
  return payout;
}

/** Their own alone: another account's are not there. */
function found(world: World, call: Call): Stripe.Payout {
  const payout = addressed(world.tables.payouts, call, 'payout', 'payout');
  if (world.tables.payoutAccounts.get(payout.id)?.account === call.account) return payout;
  throw refused(`No such payout: '${payout.id}'`, { code: 'resource_missing', param: 'payout' });
}

export const payoutRoutes: ResourceRoutes = (world) => [
  { method: 'POST', path: '/v1/payouts', run: (call) => create(world, call) },
  {
    method: 'GET',
    path: '/v1/payouts',
    run: ({ form, account }) => {
      const own = world.tables.payouts
        .all()
        .filter(({ id }) => world.tables.payoutAccounts.get(id)?.account === account);
      return page(own, form, '/v1/payouts');
    },
  },
  { method: 'GET', path: '/v1/payouts/:payout', run: (call) => found(world, call) },
];
