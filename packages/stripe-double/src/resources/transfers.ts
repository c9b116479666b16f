import type Stripe from 'stripe';
import { parameterMissing, refused } from '../kernel/errors.js';
import { amount as readAmount, changedText, metadata, requiredText, text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import { idOf } from '../kernel/reference.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { TRANSFER_CREATE } from './accepted-parameters.js';
import { availableCents } from './balance.js';
import { bookMovement } from './balance-transactions.js';
import { addressed, referenced } from './lookup.js';
import { dollars } from './money.js';

function checkDestination(account: Stripe.Account): void {
  if (account.capabilities?.transfers === 'active') return;
  throw refused(
    'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
    { code: 'insufficient_capabilities_for_transfer' },
  );
}

/** A charge pays for its own transfers and for no more; what was reversed can be transferred again. */
function checkSource(world: World, charge: Stripe.Charge, amount: number, currency: string): void {
  if (!charge.captured || charge.currency !== currency) {
    throw refused(`The charge ${charge.id} cannot be the source of this transfer.`, { param: 'source_transaction' });
  }
  const earlier = world.tables.transfers.where('source_transaction', charge.id);
  const used = earlier.reduce((sum, transfer) => sum + transfer.amount - transfer.amount_reversed, 0);
  if (amount + used <= charge.amount_captured) return;
  const others =
    earlier.length === 0
      ? ''
      : ` (There are already ${earlier.length} transfers using this source, amounting to a total of ${dollars(used)}.)`;
  const limit = dollars(charge.amount_captured);
  throw refused(
    `Transfers using this transaction as a source must not exceed the source amount of ${limit}.${others}`,
    { param: 'amount' },
  );
}

function checkBalance(world: World, amount: number, currency: string): void {
  if (amount <= availableCents(world, currency)) return;
  throw refused(
    'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card.',
    { code: 'balance_insufficient' },
  );
}

/** Money that is not yet available moves on the day that the charge it comes from is. */
function availableOn(world: World, source: Stripe.Charge | undefined): number {
  const settled = world.tables.balanceTransactions.get(idOf(source?.balance_transaction));
  return Math.max(settled?.available_on ?? 0, world.clock.seconds());
}

function create(world: World, { form }: Call): Stripe.Transfer {
  const asked = readAmount(form, 'amount');
  const currency = requiredText(form, 'currency').toLowerCase();
  const destination = referenced(
    world.tables.accounts,
    requiredText(form, 'destination'),
    'destination',
    'destination',
  );
  const sourceId = text(form, 'source_transaction');
  const source =
    sourceId === undefined ? undefined : referenced(world.tables.charges, sourceId, 'charge', 'source_transaction');
  const amount = asked ?? source?.amount_captured;
  if (amount === undefined) throw parameterMissing('amount');
  checkDestination(destination);
  if (source === undefined) checkBalance(world, amount, currency);
  else checkSource(world, source, amount, currency);
  const id = world.ids.next('tr');
  const description = text(form, 'description') ?? null;
  const movement = bookMovement(world, {
    type: 'transfer',
    reporting_category: 'transfer',
    source: id,
    currency,
    amount: -amount,
    description,
    availableOn: availableOn(world, source),
  });
  const transfer = world.tables.transfers.put<Stripe.Transfer>({
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: movement.id,
    created: world.clock.seconds(),
    currency,
    description,
    destination: destination.id,
    destination_payment: world.ids.next('py'),
    livemode: false,
    metadata: metadata(form),
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: source?.id ?? null,
    source_type: 'card',
    transfer_group: groupOf(world, form['transfer_group'], source),
  });
  world.publish({ type: 'transfer.created', object: transfer });
  return transfer;
}

/** A transfer joins the group of its charge; a charge without one gets a group with its first transfer. */
function groupOf(world: World, asked: unknown, source: Stripe.Charge | undefined): string | null {
  const own = typeof asked === 'string' && asked !== '' ? asked : null;
  if (source === undefined) return own;
  const transfer_group = source.transfer_group ?? own ?? `group_${source.id}`;
  if (source.transfer_group === null) world.tables.charges.put({ ...source, transfer_group });
  return transfer_group;
}

function update(world: World, call: Call): Stripe.Transfer {
  const before = addressed(world.tables.transfers, call, 'transfer', 'transfer');
  const transfer = world.tables.transfers.put<Stripe.Transfer>({
    ...before,
    description: changedText(call.form, 'description', before.description),
    metadata: metadata(call.form, before.metadata),
  });
  world.publish({ type: 'transfer.updated', object: transfer, previous: before });
  return transfer;
}

function list(world: World, { form }: Call) {
  const { transfers } = world.tables;
  const [destination, transferGroup] = [text(form, 'destination'), text(form, 'transfer_group')];
  const within = createdWithin(form);
  const rows = transferGroup === undefined ? transfers.all() : transfers.where('transfer_group', transferGroup);
  const wanted = rows.filter(
    (transfer) => within(transfer) && [undefined, idOf(transfer.destination)].includes(destination),
  );
  return page(wanted, form, '/v1/transfers');
}

export const transferRoutes: ResourceRoutes = (world) => [
  { method: 'POST', path: '/v1/transfers', accepts: TRANSFER_CREATE, run: (call) => create(world, call) },
  { method: 'GET', path: '/v1/transfers', run: (call) => list(world, call) },
  {
    method: 'GET',
    path: '/v1/transfers/:transfer',
    run: (call) => addressed(world.tables.transfers, call, 'transfer', 'transfer'),
  },
  { method: 'POST', path: '/v1/transfers/:transfer', run: (call) => update(world, call) },
];
