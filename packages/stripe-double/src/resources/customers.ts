import type Stripe from 'stripe';
import { resourceMissing } from '../kernel/errors.js';
import { changedText, group, metadata, text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import { pathPart, type Call, type ResourceRoutes } from '../kernel/route.js';
import type { Form } from '../kernel/form-body.js';
import type { World } from '../kernel/world.js';
import { requirePaymentMethod } from './cards.js';
import { attach, cardsOfCustomer, detach } from './payment-methods.js';
import { SAVED_TEST_CARD } from './test-cards.js';

function addressed(world: World, call: Call): Stripe.Customer | Stripe.DeletedCustomer {
  const id = pathPart(call, 'customer');
  const found = world.tables.customers.get(id);
  if (found === undefined) throw resourceMissing('customer', id, 'id');
  return found;
}

function addressedAlive(world: World, call: Call): Stripe.Customer {
  const found = addressed(world, call);
  if (found.deleted) throw resourceMissing('customer', found.id, 'id');
  return found;
}

function create(world: World, { form }: Call): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: world.ids.next('cus'),
    object: 'customer',
    address: null,
    balance: 0,
    created: world.clock.seconds(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: text(form, 'description') ?? null,
    discount: null,
    email: text(form, 'email') ?? null,
    invoice_prefix: world.ids.letters(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: metadata(form),
    name: text(form, 'name') ?? null,
    next_invoice_sequence: 1,
    phone: text(form, 'phone') ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  world.tables.customers.put(customer);
  const withCard = giveFirstCard(world, customer, form);
  world.publish({ type: 'customer.created', object: withCard });
  return withCard;
}

/** Another card in front of those that the customer has. */
export function giveCard(world: World, id: string, alias: string): Stripe.PaymentMethod {
  const customer = world.tables.customers.get(id);
  if (customer === undefined || customer.deleted) throw resourceMissing('customer', id, 'customer');
  const method = attach(world, requirePaymentMethod(world, alias), id);
  withDefault(world, customer, method.id);
  return method;
}

/** The card named by the request, or, when the double was started with `savedTestCard`, a Visa. */
function giveFirstCard(world: World, customer: Stripe.Customer, form: Form): Stripe.Customer {
  const asked = text(form, 'payment_method');
  const alias = asked ?? (world.savedTestCard ? SAVED_TEST_CARD : undefined);
  if (alias === undefined) return customer;
  const card = attach(world, requirePaymentMethod(world, alias), customer.id);
  // Stripe saves a card given on creation without making it the default; the demo's card is there to be used at once.
  const isDefault = asked === undefined || defaultMethod(form) === asked;
  return isDefault ? withDefault(world, customer, card.id) : customer;
}

function defaultMethod(form: Form): string | undefined {
  const settings = group(form, 'invoice_settings');
  return settings && text(settings, 'default_payment_method');
}

function withDefault(world: World, customer: Stripe.Customer, method: string): Stripe.Customer {
  const invoice_settings = { ...customer.invoice_settings, default_payment_method: method };
  return world.tables.customers.put({ ...customer, invoice_settings });
}

function update(world: World, call: Call): Stripe.Customer {
  const { form } = call;
  const before = addressedAlive(world, call);
  const changed = world.tables.customers.put({
    ...before,
    description: changedText(form, 'description', before.description),
    email: changedText(form, 'email', before.email),
    name: changedText(form, 'name', before.name),
    phone: changedText(form, 'phone', before.phone),
    metadata: metadata(form, before.metadata),
  });
  const method = defaultMethod(form);
  const after = method === undefined ? changed : withDefault(world, changed, ownCard(world, before, method));
  world.publish({ type: 'customer.updated', object: after, previous: before });
  return after;
}

function ownCard(world: World, customer: Stripe.Customer, id: string): string {
  const method = requirePaymentMethod(world, id);
  if (method.customer !== customer.id) {
    throw resourceMissing('PaymentMethod', id, 'invoice_settings[default_payment_method]', 'parameter');
  }
  return method.id;
}

/** What is left of a deleted customer: its id, for ever. Its cards are detached. */
function remove(world: World, call: Call): Stripe.DeletedCustomer {
  const customer = addressedAlive(world, call);
  for (const method of world.tables.paymentMethods.where('customer', customer.id)) detach(world, method);
  const deleted: Stripe.DeletedCustomer = { id: customer.id, object: 'customer', deleted: true };
  world.tables.customers.put(deleted);
  world.publish({ type: 'customer.deleted', object: customer });
  return deleted;
}

function list(world: World, { form }: Call) {
  const email = text(form, 'email');
  const within = createdWithin(form);
  const alive = world.tables.customers.all().filter((customer) => !customer.deleted);
  const wanted = alive.filter((customer) => within(customer) && (email === undefined || customer.email === email));
  return page(wanted, form, '/v1/customers');
}

export const customerRoutes: ResourceRoutes = (world) => [
  { method: 'POST', path: '/v1/customers', run: (call) => create(world, call) },
  { method: 'GET', path: '/v1/customers', run: (call) => list(world, call) },
  { method: 'GET', path: '/v1/customers/:customer', run: (call) => addressed(world, call) },
  { method: 'POST', path: '/v1/customers/:customer', run: (call) => update(world, call) },
  { method: 'DELETE', path: '/v1/customers/:customer', run: (call) => remove(world, call) },
  {
    method: 'GET',
    path: '/v1/customers/:customer/payment_methods',
    run: (call) => {
      const { id } = addressedAlive(world, call);
      return cardsOfCustomer(world, id, call.form, `/v1/customers/${id}/payment_methods`);
    },
  },
  {
    method: 'GET',
    path: '/v1/customers/:customer/payment_methods/:payment_method',
    run: (call) => {
      const { id } = addressedAlive(world, call);
      const method = world.tables.paymentMethods.get(pathPart(call, 'payment_method'));
      if (method?.customer !== id) {
        throw resourceMissing('PaymentMethod', pathPart(call, 'payment_method'), 'payment_method');
      }
      return method;
    },
  },
];
