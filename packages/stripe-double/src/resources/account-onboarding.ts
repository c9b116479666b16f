import type Stripe from 'stripe';
import type { World } from '../kernel/world.js';

/** What an Express account of an individual in the United States still owes before its form is filled in. */
export const ONBOARDING_REQUIREMENTS = [
  'business_profile.url',
  'business_type',
  'external_account',
  'individual.dob.day',
  'individual.dob.month',
  'individual.dob.year',
  'individual.first_name',
  'individual.last_name',
  'individual.ssn_last_4',
  'tos_acceptance.date',
  'tos_acceptance.ip',
] as const;

export function requirements(
  due: readonly string[],
  disabled_reason: Stripe.Account.Requirements.DisabledReason | null,
): Stripe.Account.Requirements {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: [...due],
    disabled_reason,
    errors: [],
    eventually_due: [...due],
    past_due: [...due],
    pending_verification: [],
  };
}

/** Writes an account and tells its Connect webhook what changed. */
export function changeAccount(world: World, before: Stripe.Account, changes: Partial<Stripe.Account>): Stripe.Account {
  const account = world.tables.accounts.put<Stripe.Account>({ ...before, ...changes });
  world.publish({ type: 'account.updated', object: account, previous: before, account: account.id });
  return account;
}

function withStatus(before: Stripe.Account, status: 'active' | 'inactive'): Stripe.Account.Capabilities {
  return Object.fromEntries(Object.keys(before.capabilities ?? {}).map((name) => [name, status]));
}

/** The onboarding form was handed in and verified: the account may be paid. */
export function completeOnboarding(world: World, before: Stripe.Account): Stripe.Account {
  return changeAccount(world, before, {
    business_type: before.business_type ?? 'individual',
    capabilities: withStatus(before, 'active'),
    charges_enabled: true,
    details_submitted: true,
    external_accounts: {
      object: 'list',
      data: [bankAccount(world, before)],
      has_more: false,
      url: `/v1/accounts/${before.id}/external_accounts`,
    },
    payouts_enabled: true,
    requirements: requirements([], null),
    tos_acceptance: { date: world.clock.seconds() },
  });
}

function bankAccount(world: World, account: Stripe.Account): Stripe.BankAccount {
  return {
    id: world.ids.next('ba'),
    object: 'bank_account',
    account: account.id,
    account_holder_name: null,
    account_holder_type: 'individual',
    account_type: null,
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country: account.country ?? 'US',
    currency: account.default_currency ?? 'usd',
    default_for_currency: true,
    fingerprint: 'fp_double_bank',
    last4: '6789',
    metadata: {},
    routing_number: '110000000',
    status: 'new',
  };
}

/** Stripe asks for a document again: until then the account is paid nothing. */
export function restrictAccount(world: World, before: Stripe.Account): Stripe.Account {
  return changeAccount(world, before, {
    capabilities: withStatus(before, 'inactive'),
    charges_enabled: false,
    payouts_enabled: false,
    requirements: requirements(['individual.verification.document'], 'requirements.past_due'),
  });
}
