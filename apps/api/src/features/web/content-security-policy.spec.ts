import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.js';

const BUNDLED_MAP = { styleUrl: null, styleDarkUrl: null };

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
    const map = { styleUrl: 'https://tiles.example/style.json', styleDarkUrl: 'https://tiles.example/dark.json' };
    const policy = contentSecurityPolicy({ map, stripe: undefined }, 'abc');
    const sources = [...directives(policy).values()].flat();
    for (const hole of ["'unsafe-inline'", "'unsafe-eval'", '*', 'http:', 'https:'])
      expect(sources).not.toContain(hole);
  });

  it('adds the origin of a configured map once, for pictures and data', () => {
    const map = { styleUrl: 'https://tiles.example/style.json', styleDarkUrl: 'https://tiles.example/dark.json' };
    const found = directives(contentSecurityPolicy({ map, stripe: undefined }, 'abc'));
    expect(found.get('connect-src')).toEqual(["'self'", 'https://tiles.example']);
    expect(found.get('img-src')).toEqual(["'self'", 'data:', 'blob:', 'https://tiles.example']);
    expect(found.get('script-src')).toEqual(["'self'"]);
  });
});
