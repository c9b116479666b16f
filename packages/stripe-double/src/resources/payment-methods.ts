import type Stripe from 'stripe';
import { cardRefused, refused } from '../kernel/errors.js';
import { metadata, requiredText, text } from '../kernel/parameters.js';
import { page } from '../kernel/pagination.js';
import { idOf } from '../kernel/reference.js';
import { pathPart, type Call, type ResourceRoutes } from '../kernel/route.js';
import type { Form } from '../kernel/form-body.js';
import type { World } from '../kernel/world.js';
import { cardOf, createFromForm, requirePaymentMethod } from './cards.js';
import { requireCustomer } from './lookup.js';
import { declineOf } from './test-cards.js';

/** Saves a card to a customer. Stripe asks the bank first, which refuses some cards. */
export function attach(world: World, method: Stripe.PaymentMethod, customer: string): Stripe.PaymentMethod {
  if (method.customer === customer) return method;
  if (method.customer !== null) {
    throw refused('The payment method you provided has already been attached to a customer.');
  }
  const card = cardOf(world, method);
  if (card.declines !== undefined && card.attachesAnyway !== true) {
    const { code, message, decline_code } = declineOf(card.declines);
    throw cardRefused(code, message, { decline_code });
  }
  const attached = world.tables.paymentMethods.put({ ...method, customer });
  world.publish({ type: 'payment_method.attached', object: attached });
  return attached;
}

export function detach(world: World, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  const customer = world.tables.customers.get(idOf(method.customer));
  if (customer === undefined) {
    throw refused('The payment method you provided is not attached to a customer so detachment is impossible.');
  }
  const detached = world.tables.paymentMethods.put({ ...method, customer: null });
  if (!customer.deleted && idOf(customer.invoice_settings.default_payment_method) === method.id) {
    const invoice_settings = { ...customer.invoice_settings, default_payment_method: null };
    world.tables.customers.put({ ...customer, invoice_settings });
  }
  world.publish({ type: 'payment_method.detached', object: detached, previous: { customer: method.customer } });
  return detached;
}

export function cardsOfCustomer(world: World, customer: string, form: Form, url: string) {
  const type = text(form, 'type') ?? 'card';
  const cards = world.tables.paymentMethods.where('customer', customer).filter((method) => method.type === type);
  return page(cards, form, url);
}

export const paymentMethodRoutes: ResourceRoutes = (world) => {
  const addressed = (call: Call) => requirePaymentMethod(world, pathPart(call, 'payment_method'), 'path');
  return [
    { method: 'POST', path: '/v1/payment_methods', publishable: true, run: ({ form }) => createFromForm(world, form) },
    { method: 'GET', path: '/v1/payment_methods/:payment_method', run: addressed },
    {
      method: 'GET',
      path: '/v1/payment_methods',
      run: ({ form }) => cardsOfCustomer(world, requiredText(form, 'customer'), form, '/v1/payment_methods'),
    },
    {
      method: 'POST',
      path: '/v1/payment_methods/:payment_method',
      run: (call) => {
        const method = addressed(call);
        return world.tables.paymentMethods.put({ ...method, metadata: metadata(call.form, method.metadata) });
      },
    },
    {
      method: 'POST',
      path: '/v1/payment_methods/:payment_method/attach',
      run: (call) => {
        const customer = requireCustomer(world, requiredText(call.form, 'customer'));
        return attach(world, addressed(call), customer.id);
      },
    },
    {
      method: 'POST',
      path: '/v1/payment_methods/:payment_method/detach',
      run: (call) => detach(world, addressed(call)),
    },
  ];
};
