import type Stripe from 'stripe';
import { refused, resourceMissing } from '../kernel/errors.js';
import { text } from '../kernel/parameters.js';
import { pathPart, type Call } from '../kernel/route.js';
import type { Row, Table } from '../kernel/table.js';
import type { World } from '../kernel/world.js';

/** The object that a part of the path names; Stripe's 404 when there is none. `object` and `param` are Stripe's words. */
export function addressed<T extends Row>(table: Table<T>, call: Call, object: string, param: string): T {
  const id = pathPart(call, param);
  const found = table.get(id);
  if (found === undefined) throw resourceMissing(object, id, param);
  return found;
}

/** The object that a parameter names. */
export function referenced<T extends Row>(table: Table<T>, id: string, object: string, param: string): T {
  const found = table.get(id);
  if (found === undefined) throw resourceMissing(object, id, param, 'parameter');
  return found;
}

/** The customer that a parameter names; a deleted one counts as missing. */
export function requireCustomer(world: World, id: string): Stripe.Customer {
  const found = world.tables.customers.get(id);
  if (found === undefined || found.deleted) throw resourceMissing('customer', id, 'customer', 'parameter');
  return found;
}

/** With the publishable key an intent is reached only by whoever holds its client secret. */
export function checkClientSecret(call: Call, intent: { client_secret: string | null }): void {
  if (call.credential === 'secret') return;
  if (text(call.form, 'client_secret') !== intent.client_secret) {
    const message = 'The client_secret provided does not match any associated intent on this account.';
    throw refused(message, { code: 'resource_missing', param: 'client_secret' });
  }
}
