import Stripe from 'stripe';
import { inSpan } from '../../../platform/tracing/spans.js';

/** What stands in an address of Stripe's for one object: `pi_...`, `cus_...`. */
const OBJECT = /\/[a-z]+_\w+(?=\/|$)/g;
const WORDS =
  /\/(payment_intents|payment_methods|setup_intents|transfer_reversals|balance_transactions|country_specs)(?=\/|$)/;

/** Stripe's own way to call itself, each try of a call in a span; without ids, which are of somebody. */
export function tracedCalls(): Stripe.HttpClient {
  const client = Stripe.createNodeHttpClient();
  const call = client.makeRequest.bind(client);
  client.makeRequest = (host, port, path, method, ...rest) => {
    const template = templateOf(path);
    const attributes = { 'http.request.method': method, 'server.address': host, 'url.template': template };
    return inSpan({ name: `${method} ${template}`, kind: 'CLIENT', attributes }, () =>
      call(host, port, path, method, ...rest),
    );
  };
  return client;
}

export const templateOf = (path: string): string =>
  (path.split('?')[0] ?? '').replace(OBJECT, (segment) => (WORDS.test(segment) ? segment : '/:id'));
