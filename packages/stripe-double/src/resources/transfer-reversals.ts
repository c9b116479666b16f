import type Stripe from 'stripe';
import { refused, resourceMissing } from '../kernel/errors.js';
import { amount as readAmount, metadata } from '../kernel/parameters.js';
import { page } from '../kernel/pagination.js';
import { idOf } from '../kernel/reference.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { TRANSFER_REVERSAL_CREATE } from './accepted-parameters.js';
import { availableOfAccount } from './balance.js';
import { bookMovement } from './balance-transactions.js';
import { addressed } from './lookup.js';
import { dollars } from './money.js';

/** How many reversals a transfer carries in itself; the rest is listed. */
const EMBEDDED = 10;

function found(world: World, call: Call): Stripe.Transfer {
  return addressed(world.tables.transfers, call, 'transfer', 'transfer');
}

function create(world: World, call: Call): Stripe.TransferReversal {
  const asked = readAmount(call.form, 'amount');
  const transfer = found(world, call);
  const left = transfer.amount - transfer.amount_reversed;
  if (left === 0) throw refused(`Transfer ${transfer.id} has already been fully reversed.`);
  const amount = asked ?? left;
  if (amount > left) {
    const message = `Transfer reversal amount (${dollars(amount)}) is greater than unreversed amount on transfer (${dollars(left)})`;
    throw refused(message, { param: 'amount' });
  }
  if (amount > availableOfAccount(world, idOf(transfer.destination) ?? '', transfer.currency)) {
    const message = 'The connected account has insufficient funds for this reversal: what it had is paid to its bank.';
    throw refused(message, { code: 'balance_insufficient' });
  }
  const id = world.ids.next('trr');
  const { currency } = transfer;
  const movement = bookMovement(world, {
    type: 'transfer_refund',
    reporting_category: 'transfer_reversal',
    source: id,
    currency,
    amount,
  });
  const reversal = world.tables.transferReversals.put<Stripe.TransferReversal>({
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: movement.id,
    created: world.clock.seconds(),
    currency,
    destination_payment_refund: world.ids.next('pyr'),
    metadata: metadata(call.form),
    source_refund: null,
    transfer: transfer.id,
  });
  countReversal(world, transfer, reversal);
  return reversal;
}

function countReversal(world: World, before: Stripe.Transfer, reversal: Stripe.TransferReversal): void {
  const amount_reversed = before.amount_reversed + reversal.amount;
  const newest = [reversal, ...before.reversals.data];
  const transfer = world.tables.transfers.put<Stripe.Transfer>({
    ...before,
    amount_reversed,
    reversals: { ...before.reversals, data: newest.slice(0, EMBEDDED), has_more: newest.length > EMBEDDED },
    reversed: amount_reversed === before.amount,
  });
  world.publish({ type: 'transfer.reversed', object: transfer, previous: before });
}

export const transferReversalRoutes: ResourceRoutes = (world) => {
  const base = '/v1/transfers/:transfer/reversals';
  const { transferReversals } = world.tables;
  const reversal = (call: Call) => {
    const row = addressed(transferReversals, call, 'transfer_reversal', 'reversal');
    if (idOf(row.transfer) !== found(world, call).id) throw resourceMissing('transfer_reversal', row.id, 'reversal');
    return row;
  };
  return [
    { method: 'POST', path: base, accepts: TRANSFER_REVERSAL_CREATE, run: (call) => create(world, call) },
    {
      method: 'GET',
      path: base,
      run: (call) => {
        const { id } = found(world, call);
        return page(transferReversals.where('transfer', id), call.form, `/v1/transfers/${id}/reversals`);
      },
    },
    { method: 'GET', path: `${base}/:reversal`, run: reversal },
  ];
};
