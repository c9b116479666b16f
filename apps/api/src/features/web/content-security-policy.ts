import { createHash } from 'node:crypto';
import type { Config } from '../../platform/config/config.js';

const STRIPE_SCRIPT = 'https://js.stripe.com';
const STRIPE_API = 'https://api.stripe.com';

const originsOf = (...addresses: (string | null)[]): string[] => [
  ...new Set(addresses.flatMap((address) => (address === null ? [] : [new URL(address).origin]))),
];

/** What one page may hold inline: styles with the nonce of this answer, and the scripts it was built with, by their hashes. */
export interface Inline {
  nonce: string;
  scriptHashes: readonly string[];
}

/** A script without `src` and without a type that makes it data. */
const INLINE_SCRIPT = /<script>([^]*?)<\/script>/g;

/** The hashes by which a browser knows the scripts that were written into this page when it was built. */
export const scriptHashesOf = (page: string): string[] =>
  [...page.matchAll(INLINE_SCRIPT)].map(
    ([, script = '']) => `sha256-${createHash('sha256').update(script).digest('base64')}`,
  );

/**
 * Scripts are files of this server, the page's own and, where real cards are taken, Stripe's. Styles that Mantine writes into
 * the page carry the nonce of this answer; nothing else inline runs or shows.
 */
export function contentSecurityPolicy(config: Pick<Config, 'map' | 'stripe'>, inline?: Inline): string {
  const map = originsOf(config.map.styleUrl, config.map.styleDarkUrl);
  const takesCards = config.stripe !== undefined && config.stripe.server === undefined;
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': [
      "'self'",
      ...(inline?.scriptHashes ?? []).map((hash) => `'${hash}'`),
      ...(takesCards ? [STRIPE_SCRIPT] : []),
    ],
    'worker-src': ["'self'"],
    'style-src': ["'self'", ...(inline ? [`'nonce-${inline.nonce}'`] : [])],
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
