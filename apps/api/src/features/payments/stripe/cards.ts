import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import type Stripe from 'stripe';
import { idOf, StripeClient } from './stripe-client.js';
import { StripeCustomers } from './stripe-customers.js';

/** Stripe's largest page; nobody has more cards. */
const MOST_CARDS = 100;

/** Who is charged at Stripe, and with which of their cards; null when none is saved. */
export interface Card {
  stripeCustomerId: string | null;
  stripePaymentMethodId: string | null;
}

/** Saved cards. Card data never passes through this server: the browser gives it to Stripe with the client secret. */
@Injectable()
export class Cards {
  constructor(
    private readonly customers: StripeCustomers,
    private readonly stripe: StripeClient,
  ) {}

  /** What the browser needs to save a card that may be charged while its owner is away. */
  async startSaving(userId: string): Promise<Answer<typeof api.payments.setup>> {
    const intent = await this.customers.with(userId, (customer) =>
      this.stripe.api.setupIntents.create({
        customer,
        usage: 'off_session',
        allowed_payment_method_types: ['card'],
        metadata: { userId },
      }),
    );
    if (!intent.client_secret) throw new Error(`setup intent ${intent.id} came without a client secret`);
    return { clientSecret: intent.client_secret, publishableKey: this.stripe.publishableKey };
  }

  /** Newest first. */
  async list(userId: string): Promise<Answer<typeof api.payments.methods>> {
    const { cards, standard } = await this.read(userId);
    const items = cards.flatMap(({ id, card }) =>
      card
        ? [
            {
              id,
              brand: card.brand,
              last4: card.last4,
              expiresMonth: card.exp_month,
              expiresYear: card.exp_year,
              isDefault: id === standard,
            },
          ]
        : [],
    );
    return { items, nextCursor: null };
  }

  /** The card to hold a customer's money on: the one they chose for it, while they have it; the default, else the newest. */
  async ofCustomer(userId: string, chosen: string | null): Promise<Card> {
    const { stripeCustomerId, cards, standard } = await this.read(userId);
    const isTheirs = cards.some(({ id }) => id === chosen);
    return { stripeCustomerId, stripePaymentMethodId: isTheirs ? chosen : standard };
  }

  /** The moment from which the card that `ofCustomer` gives is no longer valid; null when there is none. */
  async validUntil(userId: string, chosen: string | null): Promise<Date | null> {
    const { cards, standard } = await this.read(userId);
    const card = (cards.find(({ id }) => id === chosen) ?? cards.find(({ id }) => id === standard))?.card;
    // Its last month counts to the end.
    return card ? new Date(Date.UTC(card.exp_year, card.exp_month, 1)) : null;
  }

  /** Who saves a card wants it used: after a decline it takes the place of the one that was declined. */
  async makeStandard(stripeCustomerId: string, card: string): Promise<void> {
    await this.stripe.api.customers.update(stripeCustomerId, { invoice_settings: { default_payment_method: card } });
  }

  /** The provider's names of a customer and of their cards. */
  async idsOf(userId: string): Promise<{ stripeCustomerId: string; cards: string[] }> {
    const { stripeCustomerId, cards } = await this.read(userId);
    return { stripeCustomerId, cards: cards.map(({ id }) => id) };
  }

  async remove(card: string): Promise<void> {
    await this.stripe.api.paymentMethods.detach(card);
  }

  private read(userId: string): Promise<Saved> {
    return this.customers.with(userId, async (stripeCustomerId) => {
      const [customer, { data: cards }] = await Promise.all([
        this.stripe.api.customers.retrieve(stripeCustomerId),
        this.stripe.api.customers.listPaymentMethods(stripeCustomerId, { type: 'card', limit: MOST_CARDS }),
      ]);
      const chosen = customer.deleted ? null : idOf(customer.invoice_settings.default_payment_method);
      const standard = cards.find((card) => card.id === chosen) ?? cards[0];
      return { stripeCustomerId, cards, standard: standard?.id ?? null };
    });
  }
}

interface Saved {
  stripeCustomerId: string;
  /** Newest first. */
  cards: Stripe.PaymentMethod[];
  standard: string | null;
}
