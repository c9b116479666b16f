import { forbidden, unauthorized } from './errors.js';
import { text } from './parameters.js';
import type { Form } from './form-body.js';
import type { Route } from './route.js';

export interface AcceptedKeys {
  /** Exactly these; without them every `sk_test_…`. */
  secretKeys?: readonly string[];
  publishableKey?: string;
}

/** The key of a bearer header, of basic authentication (curl -u), or, as Stripe.js sends it, of the parameter `key`. */
function presentedKey(authorization: string | undefined, form: Form): string | undefined {
  const [scheme, credentials = ''] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer') return credentials;
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(credentials, 'base64').toString().split(':')[0];
  return text(form, 'key');
}

function masked(key: string): string {
  return key.length > 12 ? `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}` : '*'.repeat(key.length);
}

/** Which kind of key this is; throws 401 for a wrong one and 403 for a publishable key on a secret route. */
export function authenticate(
  keys: AcceptedKeys,
  request: { authorization: string | undefined; form: Form },
  route: Pick<Route, 'publishable'>,
): 'secret' | 'publishable' {
  const key = presentedKey(request.authorization, request.form);
  if (key === undefined || key === '') {
    throw unauthorized(
      'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. "Authorization: Bearer YOUR_SECRET_KEY").',
    );
  }
  if (keys.secretKeys === undefined ? key.startsWith('sk_test_') : keys.secretKeys.includes(key)) return 'secret';
  const publishable = keys.publishableKey === undefined ? key.startsWith('pk_test_') : key === keys.publishableKey;
  if (!publishable) throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
  if (route.publishable !== true) {
    throw forbidden('This API call cannot be made with a publishable API key. Please use a secret API key.');
  }
  return 'publishable';
}
