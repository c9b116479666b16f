import type Stripe from 'stripe';
import { parameterMissing } from '../kernel/errors.js';
import { API_VERSION } from '../kernel/events.js';
import { metadata, requiredText, text, texts } from '../kernel/parameters.js';
import { page } from '../kernel/pagination.js';
import type { Call, ResourceRoutes } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { addressed } from './lookup.js';

/** Where signed events are sent, and the secret they are signed with. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** The one endpoint that is configured from outside instead of through the API; setting it again replaces it. */
const CONFIGURED_ID = 'we_configured_at_start';

export function putConfiguredEndpoint(world: World, { url, secret }: WebhookTarget): void {
  world.tables.webhookEndpoints.put(endpoint(world, { id: CONFIGURED_ID, url, secret, enabled_events: ['*'] }));
}

function endpoint(
  world: World,
  facts: Pick<Stripe.WebhookEndpoint, 'id' | 'url' | 'secret' | 'enabled_events'> & Partial<Stripe.WebhookEndpoint>,
): Stripe.WebhookEndpoint {
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
function withoutSecret({ secret: _secret, ...shown }: Stripe.WebhookEndpoint): Stripe.WebhookEndpoint {
  return shown;
}

function create(world: World, { form }: Call): Stripe.WebhookEndpoint {
  const enabled_events = texts(form, 'enabled_events');
  if (enabled_events.length === 0) throw parameterMissing('enabled_events');
  const url = requiredText(form, 'url');
  const description = text(form, 'description') ?? null;
  const facts = { id: world.ids.next('we'), url, secret: `whsec_${world.ids.letters(32)}`, enabled_events };
  return world.tables.webhookEndpoints.put(endpoint(world, { ...facts, description, metadata: metadata(form) }));
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
