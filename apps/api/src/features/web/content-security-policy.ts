import { type Config, showsCardForm } from '../../platform/config/config.js';

/**
 * As https://docs.stripe.com/security/guide#content-security-policy asks: what Stripe's script loads, and the frames of its
 * fields, come from further names below its own.
 */
const STRIPE_SCRIPTS = ['https://js.stripe.com', 'https://*.js.stripe.com'];
/** The bank's question of somebody who authenticates. */
const STRIPE_CHALLENGES = 'https://hooks.stripe.com';
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
  const tiles = config.map.tiles !== null && 'url' in config.map.tiles ? originsOf(config.map.tiles.url) : [];
  const takesCards = showsCardForm(config.stripe);
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...(takesCards ? STRIPE_SCRIPTS : [])],
    'worker-src': ["'self'"],
    'style-src': ["'self'", ...(nonce === undefined ? [] : [`'nonce-${nonce}'`])],
    'img-src': ["'self'", 'data:', 'blob:', ...map],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...map, ...tiles, ...(takesCards ? [STRIPE_API] : [])],
    'frame-src': takesCards ? [...STRIPE_SCRIPTS, STRIPE_CHALLENGES] : ["'none'"],
    'manifest-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
