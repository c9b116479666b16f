import type Stripe from 'stripe';
import { oneOf, requiredText } from '../kernel/parameters.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { referenced } from './lookup.js';

/** A link is good once and for a few minutes. */
const LINK_SECONDS = 5 * 60;

function accountLinkUrl(world: World, linkId: string): string {
  return `${world.origin()}/setup/e/${linkId}`;
}

function create(world: World, { form }: Call): Stripe.AccountLink {
  const account = referenced(world.tables.accounts, requiredText(form, 'account'), 'account', 'account');
  oneOf(form, 'type', ['account_onboarding', 'account_update'] as const);
  requiredText(form, 'type');
  const created = world.clock.seconds();
  const link = world.tables.accountLinks.put({
    id: world.ids.letters(20),
    account: account.id,
    expiresAt: created + LINK_SECONDS,
    refreshUrl: requiredText(form, 'refresh_url'),
    returnUrl: requiredText(form, 'return_url'),
  });
  return { object: 'account_link', created, expires_at: link.expiresAt, url: accountLinkUrl(world, link.id) };
}

export const accountLinkRoutes: ResourceRoutes = (world) => [
  { method: 'POST', path: '/v1/account_links', run: (call) => create(world, call) },
];
