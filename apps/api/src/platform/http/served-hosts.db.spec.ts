import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace } from '../../../test/marketplace.js';
import { sendRaw } from '../../../test/raw-request.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ PUBLIC_URL: 'https://aegis.example/app' });
});
afterAll(() => market.close());

const PAGES = ['/', '/api/v1/config', '/health/live', '/metrics', '/api/docs'];
const statusesAs = (host: string): Promise<number[]> =>
  Promise.all(PAGES.map(async (path) => (await sendRaw(market.application.port, { path, headers: { host } })).status));

describe('a server on a loopback address', () => {
  it.each(['127.0.0.1', '127.0.0.1:3000', '127.9.9.9', 'localhost', 'LOCALHOST:80', '[::1]:3000', 'aegis.example'])(
    'answers to %s',
    async (host) => {
      expect(await statusesAs(host)).not.toContain(421);
    },
  );

  it.each([
    ...['rebound.example', 'rebound.example:3000', 'localhost.rebound.example', '127.0.0.1.rebound.example'],
    ...['localhost@rebound.example', 'aegis.example.rebound.example', '192.168.1.4', '[::2]', 'localhost/x'],
  ])('gives nothing to %s, which a page of another site may be called', async (host) => {
    expect(await statusesAs(host)).toEqual(PAGES.map(() => 421));
  });

  it('refuses in the form of every refusal', async () => {
    const { headers, text } = await sendRaw(market.application.port, {
      path: '/',
      headers: { host: 'rebound.example' },
    });
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(text)).toMatchObject({ status: 421, code: 'host_not_served' });
  });
});
