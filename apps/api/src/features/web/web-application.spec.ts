import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../platform/config/config.js';
import { serveWebApplication } from './web-application.js';

const PAGE = (name: string): string =>
  `<meta name="csp-nonce" content="__CSP_NONCE__"><title>${name}</title><script type="application/json">__AEGIS_CONFIG__</script>`;
const CONFIG = readConfig({
  DATABASE_URL: 'postgres://elsewhere',
  MAP_STYLE_URL: 'none',
  MAP_STYLE_DARK_URL: 'none',
  BILLING_STEP_MINUTES: '5',
  CANCELLATION_POLICY: '48:0,0:70',
});
const AS_PAGE = { accept: 'text/html,application/xhtml+xml' };

let site: string;
let server: FastifyInstance;

beforeAll(async () => {
  site = mkdtempSync(join(tmpdir(), 'aegis-site-'));
  mkdirSync(join(site, 'assets'));
  writeFileSync(join(site, 'index.html'), PAGE('landing'));
  writeFileSync(join(site, 'app.html'), PAGE('application'));
  writeFileSync(join(site, 'share.html'), PAGE('shared job'));
  writeFileSync(join(site, 'sw.js'), 'worker');
  writeFileSync(join(site, 'assets', 'start-1234.js'), 'script');
  server = fastify();
  await serveWebApplication(server, CONFIG, site);
});
afterAll(async () => {
  await server.close();
  rmSync(site, { recursive: true });
  expect(existsSync(site)).toBe(false);
});

const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

describe('the web application', () => {
  it('gives its page for every address of the application, the landing page at the root', async () => {
    expect((await get('/', AS_PAGE)).body).toContain('landing');
    for (const url of ['/jobs', '/jobs/1?from=mail', '/admin/guards'])
      expect((await get(url, AS_PAGE)).body).toContain('application');
  });

  it('leaves addresses of the server, missing files and programs alone', async () => {
    for (const url of ['/api/v1/nothing', '/health/nothing', '/assets/gone-99.js', '/picture.png', '/metrics'])
      expect((await get(url, AS_PAGE)).statusCode).toBe(404);
    expect((await get('/jobs', { accept: 'application/json' })).statusCode).toBe(404);
  });

  it('keeps hashed files for a year, and asks again for everything else', async () => {
    expect((await get('/assets/start-1234.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/sw.js')).headers['cache-control']).toBe('no-cache');
    expect((await get('/', AS_PAGE)).headers['cache-control']).toBe('no-cache');
  });

  it('writes a nonce of its own into each answer, the same as in its policy', async () => {
    const nonces = await Promise.all(
      ['/', '/jobs'].map(async (url) => {
        const { body, headers } = await get(url, AS_PAGE);
        const nonce = /content="([^"]+)"/.exec(body)?.[1] ?? '';
        expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
    expect(nonces).not.toContain('__CSP_NONCE__');
  });

  it('tells the application of its server, and no demo accounts where there is a database of its own', async () => {
    const { body } = await get('/jobs', AS_PAGE);
    const text = /<script type="application\/json">(.*)<\/script>/.exec(body)?.[1] ?? '';
    expect(JSON.parse(text)).toMatchObject({ demo: null, mapStyleUrl: null, stripePublishableKey: null });
  });

  it('tells the application of the rules that this server charges and refuses by', async () => {
    const { body } = await get('/jobs', AS_PAGE);
    const text = /<script type="application\/json">(.*)<\/script>/.exec(body)?.[1] ?? '';
    const { rules } = JSON.parse(text) as { rules: unknown };
    expect(rules).toMatchObject({
      billingStepMinutes: 5,
      billingMinimumMinutes: 60,
      cancellationBands: [
        { fromHours: 48, percent: 0 },
        { fromHours: 0, percent: 70 },
      ],
    });
  });

  it('gives the page of a shared job by itself, to no search engine', async () => {
    const { body, headers } = await get('/share', AS_PAGE);
    expect(body).toContain('shared job');
    expect(headers['x-robots-tag']).toBe('noindex, nofollow');
  });

  it('gives the page that is kept for work without network to the worker, which does not ask as a page does', async () => {
    const kept = await get('/offline-shell', { accept: '*/*' });
    expect(kept.statusCode).toBe(200);
    expect(kept.body).toContain('application');
  });
});
