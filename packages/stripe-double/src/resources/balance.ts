import type Stripe from 'stripe';
import type { ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';

interface Cents {
  available: number;
  pending: number;
}

type Movement = Pick<Stripe.BalanceTransaction, 'currency' | 'net' | 'status'>;

function sums(movements: readonly Movement[]): Map<string, Cents> {
  const byCurrency = new Map<string, Cents>([['usd', { available: 0, pending: 0 }]]);
  for (const { currency, net, status } of movements) {
    const cents = byCurrency.get(currency) ?? { available: 0, pending: 0 };
    if (status === 'available') cents.available += net;
    else cents.pending += net;
    byCurrency.set(currency, cents);
  }
  return byCurrency;
}

/** What the platform could transfer now without naming a charge. */
export function availableCents(world: World, currency: string): number {
  return sums(world.tables.balanceTransactions.all()).get(currency)?.available ?? 0;
}

/** Pending included: a refund is paid out of it. */
export function totalCents(world: World, currency: string): number {
  const cents = sums(world.tables.balanceTransactions.all()).get(currency);
  return (cents?.available ?? 0) + (cents?.pending ?? 0);
}

/** A connected account has what was transferred to it, not reversed, and not paid to its bank. */
function movementsOfAccount(world: World, account: string): Movement[] {
  const { transfers, balanceTransactions, payouts, payoutAccounts } = world.tables;
  const paidOut = payouts
    .all()
    .filter(({ id, status }) => status !== 'failed' && payoutAccounts.get(id)?.account === account)
    .map(({ currency, amount }): Movement => ({ currency, net: -amount, status: 'available' }));
  const transferred = transfers.where('destination', account).map((transfer) => {
    const { balance_transaction, amount, amount_reversed, currency } = transfer;
    const booked = typeof balance_transaction === 'string' ? balanceTransactions.get(balance_transaction) : null;
    return { currency, net: amount - amount_reversed, status: booked?.status ?? 'available' };
  });
  return [...transferred, ...paidOut];
}

/** What a connected account has, pending included: whether money can be taken back from it, or paid to its bank. */
export function availableOfAccount(world: World, account: string, currency: string): number {
  const cents = sums(movementsOfAccount(world, account)).get(currency);
  return (cents?.available ?? 0) + (cents?.pending ?? 0);
}

function balanceOf(movements: readonly Movement[]): Stripe.Balance {
  const lines = [...sums(movements)];
  const line = (currency: string, amount: number) => ({ amount, currency, source_types: { card: amount } });
  return {
    object: 'balance',
    available: lines.map(([currency, cents]) => line(currency, cents.available)),
    connect_reserved: lines.map(([currency]) => ({ amount: 0, currency })),
    livemode: false,
    pending: lines.map(([currency, cents]) => line(currency, cents.pending)),
  };
}

export const balanceRoutes: ResourceRoutes = (world) => [
  {
    method: 'GET',
    path: '/v1/balance',
    run: ({ account }) =>
      balanceOf(account === null ? world.tables.balanceTransactions.all() : movementsOfAccount(world, account)),
  },
];
