import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, PASSWORD } from './marketplace.js';
import { sendRaw } from './raw-request.js';

let market: Marketplace;

beforeAll(async () => {
  // TRUSTED_PROXIES is not set: that TLS ends on this machine follows from the address and from where we listen.
  market = await Marketplace.open({ PUBLIC_URL: 'https://aegis.example', SIGN_IN_FAILURES: '2' });
});
afterAll(() => market.close());

const signIn = (email: string, password: string, from: string, headers: Record<string, string> = {}) =>
  sendRaw(market.application.port, {
    method: 'POST',
    path: '/api/v1/auth/login',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from, ...headers },
    body: JSON.stringify({ email, password }),
  });

describe('behind a proxy on this machine that ends TLS', () => {
  it('the cookie goes over TLS alone, to this host alone, and is believed under its own name only', async () => {
    const { email } = await market.registerCustomer();
    const { headers } = await signIn(email, PASSWORD, '192.0.2.1');
    const cookie = headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^__Host-aegis_session=[\w-]{43}; Path=\/; /);
    expect(cookie).toContain('Secure');
    expect(cookie).not.toContain('Domain');
    const [pair = ''] = cookie.split(';');
    const statusOf = async (given: string): Promise<number> =>
      (await sendRaw(market.application.port, { path: '/api/v1/users/me', headers: { cookie: given } })).status;
    expect(await statusOf(pair)).toBe(200);
    // What another host of the domain could have set.
    expect(await statusOf(pair.replace('__Host-', ''))).toBe(401);
  });

  it('a stranger locks nobody out: who asks is whom the proxy names', async () => {
    const { email } = await market.registerCustomer();
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++) statuses.push((await signIn(email, 'wrong password', '192.0.2.66')).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect((await signIn(email, PASSWORD, '198.51.100.7')).status).toBe(200);
  });

  it('/metrics is shown to nobody without the token', async () => {
    const given: Record<string, string>[] = [{}, { 'x-forwarded-for': '127.0.0.1' }];
    for (const headers of given)
      expect((await sendRaw(market.application.port, { path: '/metrics', headers })).status).toBe(401);
  });
});

describe('without a proxy', () => {
  it('/metrics is shown to this machine, and not to what somebody forwards to it', async () => {
    const direct = await market.application.another({ PUBLIC_URL: '' });
    expect((await sendRaw(direct.port, { path: '/metrics' })).status).toBe(200);
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
      expect((await sendRaw(direct.port, { path: '/metrics', headers: { [name]: '203.0.113.9' } })).status).toBe(401);
    await direct.app.close();
  });
});
