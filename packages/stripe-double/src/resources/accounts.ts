import type Stripe from 'stripe';
import { accountInvalid, resourceMissing } from '../kernel/errors.js';
import { changedText, flag, group, metadata, oneOf, text } from '../kernel/parameters.js';
import { createdWithin, page } from '../kernel/pagination.js';
import { pathPart, type Call, type ResourceRoutes } from '../kernel/route.js';
import { isForm, type Form } from '../kernel/form-body.js';
import type { World } from '../kernel/world.js';
import { changeAccount, ONBOARDING_REQUIREMENTS, requirements } from './account-onboarding.js';

const PLATFORM_ACCOUNT_ID = 'acct_1Double0Platform';

/** Capabilities asked for by `capabilities[transfers][requested]=true`; Express accounts get both when none is. */
function requestedCapabilities(form: Form, status: 'active' | 'inactive'): Stripe.Account.Capabilities {
  const asked = Object.entries(group(form, 'capabilities') ?? {})
    .filter(([, value]) => isForm(value) && flag(value, 'requested') === true)
    .map(([name]) => name);
  const names = asked.length > 0 ? asked : ['card_payments', 'transfers'];
  return Object.fromEntries(names.map((name) => [name, status]));
}

function create(world: World, { form }: Call): Stripe.Account {
  const type = oneOf(form, 'type', ['express', 'standard', 'custom'] as const) ?? 'express';
  const id = world.ids.next('acct');
  const account = world.tables.accounts.put<Stripe.Account>({
    id,
    object: 'account',
    business_profile: businessProfile(group(form, 'business_profile') ?? {}),
    business_type: oneOf(form, 'business_type', ['company', 'individual', 'non_profit'] as const) ?? null,
    capabilities: requestedCapabilities(form, 'inactive'),
    charges_enabled: false,
    controller: {
      fees: { payer: 'application_express' },
      is_controller: true,
      losses: { payments: 'application' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'express' },
      type: 'application',
    },
    country: text(form, 'country') ?? 'US',
    created: world.clock.seconds(),
    default_currency: 'usd',
    details_submitted: false,
    email: text(form, 'email') ?? null,
    external_accounts: { object: 'list', data: [], has_more: false, url: `/v1/accounts/${id}/external_accounts` },
    future_requirements: requirements([], null),
    metadata: metadata(form),
    payouts_enabled: false,
    requirements: requirements(ONBOARDING_REQUIREMENTS, 'requirements.past_due'),
    settings: null,
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type,
  });
  return account;
}

function businessProfile(given: Form): Stripe.Account.BusinessProfile {
  return {
    annual_revenue: null,
    estimated_worker_count: null,
    mcc: text(given, 'mcc') ?? null,
    minority_owned_business_designation: null,
    name: text(given, 'name') ?? null,
    product_description: text(given, 'product_description') ?? null,
    specified_commercial_transactions_act_url: null,
    support_address: null,
    support_email: null,
    support_phone: null,
    support_url: null,
    url: text(given, 'url') ?? null,
  };
}

function update(world: World, call: Call): Stripe.Account {
  const before = found(world, call);
  const { form } = call;
  const asked = group(form, 'capabilities') === undefined ? {} : requestedCapabilities(form, 'inactive');
  const granted = Object.fromEntries(
    Object.entries(asked).map(([name, status]) => [name, before.details_submitted ? 'active' : status]),
  );
  return changeAccount(world, before, {
    business_type:
      oneOf(form, 'business_type', ['company', 'individual', 'non_profit'] as const) ?? before.business_type ?? null,
    capabilities: { ...granted, ...before.capabilities },
    email: changedText(form, 'email', before.email),
    metadata: metadata(form, before.metadata),
  });
}

function found(world: World, call: Call): Stripe.Account {
  const account = world.tables.accounts.get(pathPart(call, 'account'));
  if (account === undefined) throw accountInvalid(pathPart(call, 'account'));
  return account;
}

function remove(world: World, call: Call): Stripe.DeletedAccount {
  const { id } = found(world, call);
  world.tables.accounts.remove(id);
  const application = { id: 'ca_double', object: 'application', name: 'Stripe double' };
  world.publish({ type: 'account.application.deauthorized', object: application, account: id });
  return { id, object: 'account', deleted: true };
}

/** The account of the key itself. */
function platformAccount(): Pick<Stripe.Account, 'id' | 'object' | 'charges_enabled' | 'payouts_enabled' | 'country'> {
  return { id: PLATFORM_ACCOUNT_ID, object: 'account', charges_enabled: true, payouts_enabled: true, country: 'US' };
}

export const accountRoutes: ResourceRoutes = (world) => [
  {
    method: 'GET',
    path: '/v1/account',
    run: ({ account }) => world.tables.accounts.get(account) ?? platformAccount(),
  },
  { method: 'POST', path: '/v1/accounts', run: (call) => create(world, call) },
  {
    method: 'GET',
    path: '/v1/accounts',
    run: ({ form }) => {
      const within = createdWithin(form);
      const wanted = world.tables.accounts.all().filter(({ created = 0 }) => within({ created }));
      return page(wanted, form, '/v1/accounts');
    },
  },
  { method: 'GET', path: '/v1/accounts/:account', run: (call) => found(world, call) },
  { method: 'POST', path: '/v1/accounts/:account', run: (call) => update(world, call) },
  { method: 'DELETE', path: '/v1/accounts/:account', run: (call) => remove(world, call) },
  {
    method: 'POST',
    path: '/v1/accounts/:account/login_links',
    run: (call) => {
      const { id, details_submitted } = found(world, call);
      if (!details_submitted) throw resourceMissing('login link of account', id, 'account', 'parameter');
      return { object: 'login_link', created: world.clock.seconds(), url: `${world.origin()}/express/${id}` };
    },
  },
];
