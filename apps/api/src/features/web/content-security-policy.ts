import type { Config } from '../../platform/config/config.js';

const STRIPE_SCRIPT = 'https://js.stripe.com';
const STRIPE_API = 'https://api.stripe.com';

const originsOf = (...addresses: (string | null)[]): string[] => [
  ...new Set(addresses.flatMap((address) => (address === null ? [] : [new URL(address).origin]))),
];

/**
 * Scripts are files of this server and, where real cards are taken, Stripe's. Styles that Mantine writes into the page carry
 * the nonce of this answer; nothing else inline runs or shows.
 */
export function contentSecurityPolicy(config: Pick<Config, 'map' | 'stripe'>, nonce?: string): string {
  const map = originsOf(config.map.styleUrl, config.map.styleDarkUrl);
  const takesCards = config.stripe !== undefined && config.stripe.server === undefined;
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...(takesCards ? [STRIPE_SCRIPT] : [])],
    'worker-src': ["'self'"],
    'style-src': ["'self'", ...(nonce === undefined ? [] : [`'nonce-${nonce}'`])],
    'img-src': ["'self'", 'data:', 'blob:', ...map],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...map, ...(takesCards ? [STRIPE_API] : [])],
    'frame-src': takesCards ? [STRIPE_SCRIPT, 'https://hooks.stripe.com'] : ["'none'"],
    'manifest-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
