import type Stripe from 'stripe';
import { text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import type { ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { addressed } from './lookup.js';

/** Money of a card payment can be paid out after two days (https://docs.stripe.com/payouts#payout-speed, United States). */
const SETTLEMENT_SECONDS = 2 * 24 * 60 * 60;

/** 2.9 % + 30 c a successful domestic card charge (https://stripe.com/pricing, United States, standard). */
const FEE_PER_MILLE = 29;
const FEE_FIXED_CENTS = 30;

/** The fee of a card charge in the smallest unit. It is taken from what was captured and not given back by a refund. */
export function cardFee(amount: number): number {
  return Math.round((amount * FEE_PER_MILLE) / 1000) + FEE_FIXED_CENTS;
}

interface Movement {
  type: 'charge' | 'refund' | 'transfer' | 'transfer_refund' | 'adjustment' | 'refund_failure';
  reporting_category:
    'charge' | 'refund' | 'refund_failure' | 'transfer' | 'transfer_reversal' | 'dispute' | 'dispute_reversal';
  source: string;
  currency: string;
  /** Positive into the platform's balance, negative out of it. */
  amount: number;
  fee?: number;
  feeDescription?: string;
  description?: string | null;
  availableOn?: number;
}

/** When the money of a card charge made now becomes available. */
export function settlesOn(world: World, atOnce: boolean): number {
  return world.clock.seconds() + (atOnce ? 0 : SETTLEMENT_SECONDS);
}

/** Books one movement of the platform's balance. */
export function bookMovement(world: World, movement: Movement): Stripe.BalanceTransaction {
  const { type, reporting_category, source, currency, amount, fee = 0 } = movement;
  const now = world.clock.seconds();
  const description = movement.feeDescription ?? 'Stripe processing fees';
  return world.tables.balanceTransactions.put({
    id: world.ids.next('txn'),
    object: 'balance_transaction',
    amount,
    available_on: movement.availableOn ?? now,
    balance_type: 'payments',
    created: now,
    currency,
    description: movement.description ?? null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [{ amount: fee, application: null, currency, description, type: 'stripe_fee' }],
    net: amount - fee,
    reporting_category,
    source,
    status: (movement.availableOn ?? now) > now ? 'pending' : 'available',
    type,
  });
}

/** Turns pending money into available money when its day has come. */
export function settlePending(world: World): void {
  const now = world.clock.seconds();
  for (const transaction of world.tables.balanceTransactions.where('status', 'pending')) {
    if (transaction.available_on > now) continue;
    world.tables.balanceTransactions.put({ ...transaction, status: 'available' });
  }
}

export const balanceTransactionRoutes: ResourceRoutes = (world) => [
  {
    method: 'GET',
    path: '/v1/balance_transactions',
    run: ({ form }) => {
      const { balanceTransactions } = world.tables;
      const [source, type, currency] = [text(form, 'source'), text(form, 'type'), text(form, 'currency')];
      const within = createdWithin(form);
      const rows = source === undefined ? balanceTransactions.all() : balanceTransactions.where('source', source);
      const wanted = rows.filter(
        (row) => within(row) && [undefined, row.type].includes(type) && [undefined, row.currency].includes(currency),
      );
      return page(wanted, form, '/v1/balance_transactions');
    },
  },
  {
    method: 'GET',
    path: '/v1/balance_transactions/:id',
    run: (call) => addressed(world.tables.balanceTransactions, call, 'balance transaction', 'id'),
  },
];
