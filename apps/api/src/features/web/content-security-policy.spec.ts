import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.js';

const BUNDLED_MAP = { styleUrl: null, styleDarkUrl: null, tiles: null };

const STRIPE = { secretKey: 'sk_live_1', publishableKey: 'pk_live_1', webhookSecret: 'whsec_1' };

const directives = (policy: string): Map<string, string[]> =>
  new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );

describe('the content security policy', () => {
  it('lets nothing in but files of this server and styles with the nonce of this page', () => {
    const found = directives(contentSecurityPolicy({ map: BUNDLED_MAP, stripe: undefined }, 'abc'));
    expect(found.get('default-src')).toEqual(["'none'"]);
    expect(found.get('script-src')).toEqual(["'self'"]);
    expect(found.get('style-src')).toEqual(["'self'", "'nonce-abc'"]);
    expect(found.get('connect-src')).toEqual(["'self'"]);
    expect(found.get('frame-src')).toEqual(["'none'"]);
    expect(found.get('frame-ancestors')).toEqual(["'none'"]);
  });

  it('never allows inline scripts, eval or every origin', () => {
    const map = {
      styleUrl: 'https://tiles.example/style.json',
      styleDarkUrl: 'https://tiles.example/dark.json',
      tiles: null,
    };
    const policy = contentSecurityPolicy({ map, stripe: undefined }, 'abc');
    const sources = [...directives(policy).values()].flat();
    for (const hole of ["'unsafe-inline'", "'unsafe-eval'", '*', 'http:', 'https:'])
      expect(sources).not.toContain(hole);
  });

  it('adds the origin of a configured map once, for pictures and data', () => {
    const map = {
      styleUrl: 'https://tiles.example/style.json',
      styleDarkUrl: 'https://tiles.example/dark.json',
      tiles: null,
    };
    const found = directives(contentSecurityPolicy({ map, stripe: undefined }, 'abc'));
    expect(found.get('connect-src')).toEqual(["'self'", 'https://tiles.example']);
    expect(found.get('img-src')).toEqual(["'self'", 'data:', 'blob:', 'https://tiles.example']);
    expect(found.get('script-src')).toEqual(["'self'"]);
  });

  it('adds the origin of an archive of streets for data alone, and none for one that lies here', () => {
    const at = (tiles: { url: string } | { file: string }) =>
      directives(contentSecurityPolicy({ map: { ...BUNDLED_MAP, tiles }, stripe: undefined }, 'abc'));
    const elsewhere = at({ url: 'https://maps.example/region.pmtiles?v=2' });
    expect(elsewhere.get('connect-src')).toEqual(["'self'", 'https://maps.example']);
    expect(elsewhere.get('img-src')).toEqual(["'self'", 'data:', 'blob:']);
    expect(at({ file: '/srv/region.pmtiles' }).get('connect-src')).toEqual(["'self'"]);
  });

  it("lets Stripe's form in where real cards are taken, from its own name and those below it", () => {
    const found = directives(contentSecurityPolicy({ map: BUNDLED_MAP, stripe: STRIPE }, 'abc'));
    const stripe = ['https://js.stripe.com', 'https://*.js.stripe.com'];
    expect(found.get('script-src')).toEqual(["'self'", ...stripe]);
    expect(found.get('frame-src')).toEqual([...stripe, 'https://hooks.stripe.com']);
    expect(found.get('connect-src')).toEqual(["'self'", 'https://api.stripe.com']);
  });

  it('lets nothing of Stripe in where the local double stands in for it, which has no form', () => {
    const stripe = { ...STRIPE, server: { host: '127.0.0.1', port: 12111 } };
    expect(contentSecurityPolicy({ map: BUNDLED_MAP, stripe }, 'abc')).not.toContain('stripe');
  });
});
