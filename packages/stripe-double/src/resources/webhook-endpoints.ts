import type Stripe from 'stripe';
import { parameterMissing } from '../kernel/errors.js';
import { API_VERSION } from '../kernel/events.js';
import { flag, metadata, requiredText, text, texts } from '../kernel/parameters.js';
import { page } from '../kernel/pagination.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { StoredEndpoint } from '../kernel/store.js';
import type { World } from '../kernel/world.js';
import { addressed } from './lookup.js';

/** Where signed events are sent, and the secret they are signed with. */
export interface WebhookTarget {
  url: string;
  secret: string;
  /** A second one for events of connected accounts; without it the first gets both kinds, which Stripe's never does. */
  connect?: { url: string; secret: string };
}

/** The one endpoint that is configured from outside instead of through the API; setting it again replaces it. */
const CONFIGURED_ID = 'we_configured_at_start';
const CONFIGURED_CONNECT_ID = 'we_configured_for_connect';

export function putConfiguredEndpoint(world: World, { url, secret, connect }: WebhookTarget): void {
  const { webhookEndpoints } = world.tables;
  const every = { enabled_events: ['*' as const] };
  const hears = connect === undefined ? 'both' : 'platform';
  webhookEndpoints.put(endpoint(world, { id: CONFIGURED_ID, url, secret, hears, ...every }));
  if (connect === undefined) webhookEndpoints.remove(CONFIGURED_CONNECT_ID);
  else webhookEndpoints.put(endpoint(world, { id: CONFIGURED_CONNECT_ID, ...connect, hears: 'connect', ...every }));
}

/** As in the dashboard: the secret it had signs too for a while. @returns the new one */
export function rollSecret(world: World, id: string, overlapSeconds: number): string {
  const before = world.tables.webhookEndpoints.get(id);
  if (before === undefined) throw new Error(`there is no webhook endpoint ${id}`);
  const secret = `whsec_${world.ids.letters(32)}`;
  const previous = { secret: before.secret ?? '', until: world.clock.seconds() + overlapSeconds };
  world.tables.webhookEndpoints.put({ ...before, secret, previous });
  return secret;
}

function endpoint(
  world: World,
  facts: Pick<StoredEndpoint, 'id' | 'url' | 'secret' | 'enabled_events' | 'hears'> & Partial<Stripe.WebhookEndpoint>,
): StoredEndpoint {
  return {
    object: 'webhook_endpoint',
    api_version: API_VERSION,
    application: null,
    created: world.clock.seconds(),
    description: null,
    livemode: false,
    metadata: {},
    status: 'enabled',
    ...facts,
  };
}

/** The secret is shown once, in the answer to the creation. */
function withoutSecret({ secret: _secret, ...known }: StoredEndpoint): Stripe.WebhookEndpoint {
  return asShown(known);
}

/** What only the double knows of an endpoint. */
function asShown({ hears: _hears, previous: _previous, ...shown }: StoredEndpoint): Stripe.WebhookEndpoint {
  return shown;
}

function create(world: World, { form }: Call): Stripe.WebhookEndpoint {
  const enabled_events = texts(form, 'enabled_events');
  if (enabled_events.length === 0) throw parameterMissing('enabled_events');
  const url = requiredText(form, 'url');
  const description = text(form, 'description') ?? null;
  const facts = { id: world.ids.next('we'), url, secret: `whsec_${world.ids.letters(32)}`, enabled_events };
  const hears = flag(form, 'connect') === true ? 'connect' : 'platform';
  const made = endpoint(world, { ...facts, hears, description, metadata: metadata(form) });
  return asShown(world.tables.webhookEndpoints.put(made));
}

export const webhookEndpointRoutes: ResourceRoutes = (world) => {
  const { webhookEndpoints } = world.tables;
  const found = (call: Call) => addressed(webhookEndpoints, call, 'webhook endpoint', 'webhook_endpoint');
  return [
    { method: 'POST', path: '/v1/webhook_endpoints', run: (call) => create(world, call) },
    {
      method: 'GET',
      path: '/v1/webhook_endpoints',
      run: ({ form }) => page(webhookEndpoints.all().map(withoutSecret), form, '/v1/webhook_endpoints'),
    },
    {
      method: 'GET',
      path: '/v1/webhook_endpoints/:webhook_endpoint',
      run: (call) => withoutSecret(found(call)),
    },
    {
      method: 'DELETE',
      path: '/v1/webhook_endpoints/:webhook_endpoint',
      run: (call) => {
        const { id } = found(call);
        webhookEndpoints.remove(id);
        return { id, object: 'webhook_endpoint', deleted: true };
      },
    },
  ];
};
