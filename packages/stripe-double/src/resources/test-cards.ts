/** What a card does; without an entry it simply pays. */
interface Behaviour {
  /** The reason for which the bank refuses every payment. */
  declines?: string;
  /** It can be saved to a customer although it declines payments. */
  attachesAnyway?: boolean;
  /** When the bank wants its holder to confirm. */
  authentication?: 'unless_set_up' | 'always';
  /** The reason of the dispute that follows a payment. */
  dispute?: string;
  /** What becomes of a refund: it waits first, or comes back after it had succeeded. */
  refund?: 'pending' | 'fails';
  /** The bank only asks, and takes nothing yet. */
  inquiry?: boolean;
  /** The money is available at once instead of after some days. */
  availableAtOnce?: boolean;
}

export interface TestCard extends Behaviour {
  number: string;
  brand: string;
  funding: 'credit' | 'debit' | 'prepaid';
  /** Ids that stand for the card wherever a payment method is expected. */
  aliases: readonly string[];
}

function visa(number: string, aliases: readonly string[], behaviour: Behaviour = {}): TestCard {
  return { number, brand: 'visa', funding: 'credit', aliases, ...behaviour };
}

/** https://docs.stripe.com/testing, as far as this double goes. */
const TEST_CARDS: readonly TestCard[] = [
  visa('4242424242424242', ['pm_card_visa', 'pm_card_us']),
  { ...visa('4000056655665556', ['pm_card_visa_debit']), funding: 'debit' },
  { ...visa('5555555555554444', ['pm_card_mastercard']), brand: 'mastercard' },
  { ...visa('5200828282828210', ['pm_card_mastercard_debit']), brand: 'mastercard', funding: 'debit' },
  { ...visa('378282246310005', ['pm_card_amex']), brand: 'amex' },
  { ...visa('6011111111111117', ['pm_card_discover']), brand: 'discover' },
  visa('4000000000000077', ['pm_card_bypassPending'], { availableAtOnce: true }),
  visa('4000000000000002', ['pm_card_chargeDeclined', 'pm_card_visa_chargeDeclined'], { declines: 'generic_decline' }),
  visa(
    '4000000000009995',
    ['pm_card_chargeDeclinedInsufficientFunds', 'pm_card_visa_chargeDeclinedInsufficientFunds'],
    {
      declines: 'insufficient_funds',
    },
  ),
  visa('4000000000009987', ['pm_card_chargeDeclinedLostCard', 'pm_card_visa_chargeDeclinedLostCard'], {
    declines: 'lost_card',
  }),
  visa('4000000000009979', ['pm_card_chargeDeclinedStolenCard', 'pm_card_visa_chargeDeclinedStolenCard'], {
    declines: 'stolen_card',
  }),
  visa('4000000000000069', ['pm_card_chargeDeclinedExpiredCard'], { declines: 'expired_card' }),
  visa('4000000000000127', ['pm_card_chargeDeclinedIncorrectCvc'], { declines: 'incorrect_cvc' }),
  visa('4000000000000119', ['pm_card_chargeDeclinedProcessingError'], { declines: 'processing_error' }),
  visa('4000000000000341', ['pm_card_chargeCustomerFail'], { declines: 'generic_decline', attachesAnyway: true }),
  visa('4000002500003155', ['pm_card_authenticationRequiredOnSetup'], { authentication: 'unless_set_up' }),
  visa('4000002760003184', ['pm_card_authenticationRequired'], { authentication: 'always' }),
  visa('4000000000000259', ['pm_card_createDispute'], { dispute: 'fraudulent' }),
  visa('4000000000001976', ['pm_card_createDisputeInquiry'], { dispute: 'fraudulent', inquiry: true }),
  visa('4000000000007726', ['pm_card_pendingRefund'], { refund: 'pending' }),
  visa('4000000000005126', ['pm_card_refundFail'], { refund: 'fails' }),
  visa('4100000000000019', ['pm_card_riskLevelHighest'], { declines: 'fraudulent', attachesAnyway: true }),
  visa('4000000000002685', ['pm_card_createDisputeProductNotReceived'], { dispute: 'product_not_received' }),
];

const BY_NUMBER = new Map(TEST_CARDS.map((card) => [card.number, card]));
const BY_ALIAS = new Map(TEST_CARDS.flatMap((card) => card.aliases.map((alias) => [alias, card] as const)));

export const SAVED_TEST_CARD = 'pm_card_visa';

export function cardByNumber(number: string): TestCard | undefined {
  return BY_NUMBER.get(number);
}

export function cardByAlias(alias: string): TestCard | undefined {
  return BY_ALIAS.get(alias);
}

const DECLINE_SENTENCES: Readonly<Record<string, string>> = {
  insufficient_funds: 'Your card has insufficient funds.',
  expired_card: 'Your card has expired.',
  incorrect_cvc: "Your card's security code is incorrect.",
  processing_error: 'An error occurred while processing your card. Try again in a little bit.',
  authentication_required: 'Your card was declined. This transaction requires authentication.',
};

/** Reasons that Stripe reports as the code itself; every other reason comes under `card_declined`. */
const OWN_CODES: readonly string[] = ['expired_card', 'incorrect_cvc', 'processing_error', 'authentication_required'];

export interface Decline {
  code: string;
  decline_code: string;
  message: string;
}

export function declineOf(reason: string): Decline {
  return {
    code: OWN_CODES.includes(reason) ? reason : 'card_declined',
    decline_code: reason,
    message: DECLINE_SENTENCES[reason] ?? 'Your card was declined.',
  };
}
