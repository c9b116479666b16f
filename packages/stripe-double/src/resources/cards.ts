import type Stripe from 'stripe';
import { cardRefused, parameterMissing, refused, resourceMissing } from '../kernel/errors.js';
import { group, integer, metadata, requiredText, text } from '../kernel/parameters.js';
import type { Form } from '../kernel/form-body.js';
import type { World } from '../kernel/world.js';
import { cardByAlias, cardByNumber, type TestCard } from './test-cards.js';

const VALID_FOR_YEARS = 3;

interface CardFacts {
  expMonth: number;
  expYear: number;
  billing?: Form;
  metadata?: Record<string, string>;
}

/** Puts a card into the vault and returns the payment method that stands for it. */
function createCard(world: World, card: TestCard, facts?: CardFacts): Stripe.PaymentMethod {
  const id = world.ids.next('pm');
  world.tables.cards.put({ id, number: card.number, authenticated: false });
  return world.tables.paymentMethods.put({
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingDetails(facts?.billing),
    card: cardDetails(card, facts ?? { expMonth: 12, expYear: world.clock.now().getUTCFullYear() + VALID_FOR_YEARS }),
    created: world.clock.seconds(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: facts?.metadata ?? {},
    type: 'card',
  });
}

function cardDetails(card: TestCard, { expMonth, expYear }: CardFacts): Stripe.PaymentMethod.Card {
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: card.brand,
    exp_month: expMonth,
    exp_year: expYear,
    fingerprint: `fp_double_${card.number.slice(-8)}`,
    funding: card.funding,
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function billingDetails(given: Form = {}): Stripe.PaymentMethod.BillingDetails {
  const address = group(given, 'address');
  return {
    address: {
      city: (address && text(address, 'city')) ?? null,
      country: (address && text(address, 'country')) ?? null,
      line1: (address && text(address, 'line1')) ?? null,
      line2: (address && text(address, 'line2')) ?? null,
      postal_code: (address && text(address, 'postal_code')) ?? null,
      state: (address && text(address, 'state')) ?? null,
    },
    email: text(given, 'email') ?? null,
    name: text(given, 'name') ?? null,
    phone: text(given, 'phone') ?? null,
    tax_id: null,
  };
}

/** A new payment method from `type=card&card[number]=…`, from `card[token]=tok_visa`, or as Stripe.js sends its data. */
export function createFromForm(world: World, form: Form): Stripe.PaymentMethod {
  const type = requiredText(form, 'type');
  if (type !== 'card') throw refused(`The payment method type "${type}" is invalid.`, { param: 'type' });
  const given = group(form, 'card');
  if (given === undefined) throw parameterMissing('card');
  const token = text(given, 'token');
  const facts = { billing: group(form, 'billing_details') ?? {}, metadata: metadata(form) };
  const byToken = token === undefined ? undefined : cardByAlias(token.replace(/^tok_/, 'pm_card_'));
  if (byToken !== undefined) return createCard(world, byToken, { expMonth: 12, expYear: 2034, ...facts });
  const number = requiredText(given, 'number').replaceAll(/[ -]/g, '');
  const card = cardByNumber(number);
  if (card === undefined) throw notATestCard(number);
  const expYear = integer(given, 'exp_year');
  if (expYear === undefined) throw parameterMissing('card[exp_year]');
  const expMonth = integer(given, 'exp_month') ?? 12;
  return createCard(world, card, { expMonth, expYear: expYear < 100 ? 2000 + expYear : expYear, ...facts });
}

/** Stripe's test mode knows two refusals: digits that cannot be a card, and a card that is not for testing. */
function notATestCard(number: string) {
  if (!passesLuhn(number)) {
    return cardRefused('incorrect_number', 'Your card number is incorrect.', { param: 'number' });
  }
  const message = 'Your card was declined. Your request was in test mode, but used a non test card.';
  return cardRefused('card_declined', message, { decline_code: 'test_mode_live_card' });
}

function passesLuhn(number: string): boolean {
  const digits = [...number].reverse().map(Number);
  const doubled = digits.map((digit, index) => (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)));
  return /^\d{12,19}$/.test(number) && doubled.reduce((sum, digit) => sum + digit, 0) % 10 === 0;
}

/** The payment method with this id; an id of the documentation, as `pm_card_visa`, gives a new one. */
export function requirePaymentMethod(
  world: World,
  id: string,
  where: 'path' | 'parameter' = 'parameter',
): Stripe.PaymentMethod {
  const card = cardByAlias(id);
  if (card !== undefined) return createCard(world, card);
  const found = world.tables.paymentMethods.get(id);
  if (found === undefined) throw resourceMissing('PaymentMethod', id, 'payment_method', where);
  return found;
}

/** The test card behind a payment method. */
export function cardOf(world: World, method: Stripe.PaymentMethod): TestCard & { authenticated: boolean } {
  const onFile = world.tables.cards.get(method.id);
  const card = onFile && cardByNumber(onFile.number);
  if (card === undefined) throw new Error(`${method.id} is not in the vault`);
  return { ...card, authenticated: onFile?.authenticated ?? false };
}

/** The payment method of a request: an id, or the card itself as Stripe.js sends it. */
export function givenMethod(world: World, form: Form): string | undefined {
  const data = group(form, 'payment_method_data');
  if (data !== undefined) return createFromForm(world, data).id;
  const id = text(form, 'payment_method');
  return id === undefined ? undefined : requirePaymentMethod(world, id).id;
}
