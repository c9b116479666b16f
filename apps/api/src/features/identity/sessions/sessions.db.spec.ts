import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { type RawAnswer, sendRaw } from '../../../../test/raw-request.js';
import { DAY_MS, MINUTE_MS } from '../../../platform/clock/duration.js';
import { sha256 } from '../../../platform/crypto/tokens.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const SIGNED_OUT = { status: 401, code: 'unauthenticated' };

const signInAgain = async ({ email }: Person) => {
  const { token } = await market.application.client().auth.login({ body: { email, password: PASSWORD } });
  return market.application.client(token);
};

describe('the sessions of a person', () => {
  it('are listed newest first, with the one in use marked', async () => {
    const customer = await market.registerCustomer();
    market.clock.move(MINUTE_MS);
    const second = await signInAgain(customer);
    const { items } = await second.auth.sessions();
    expect(items.map((session) => session.current)).toEqual([true, false]);
    expect(items[0]).toMatchObject({ ip: '127.0.0.1', device: expect.any(String) as string });
    expect(JSON.stringify(items)).not.toContain(customer.token);
  });

  it('are revoked one by one', async () => {
    const customer = await market.registerCustomer();
    const other = await signInAgain(customer);
    const [, first] = (await other.auth.sessions()).items;
    await other.auth.revokeSession({ params: { id: first?.id ?? '' } });
    await expect(customer.client.users.me()).rejects.toMatchObject(SIGNED_OUT);
    expect((await other.auth.sessions()).items).toHaveLength(1);
    const again = other.auth.revokeSession({ params: { id: first?.id ?? '' } });
    await expect(again).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('are not to be revoked by somebody else', async () => {
    const [owner, stranger] = [await market.registerCustomer(), await market.registerGuard()];
    const [session] = (await owner.client.auth.sessions()).items;
    const revoke = stranger.client.auth.revokeSession({ params: { id: session?.id ?? '' } });
    await expect(revoke).rejects.toMatchObject({ status: 404, code: 'not_found' });
    expect((await owner.client.users.me()).id).toBe(owner.id);
  });

  it('end by signing out, the others stay', async () => {
    const customer = await market.registerCustomer();
    const other = await signInAgain(customer);
    await market.application.client(customer.token).auth.logout();
    await expect(customer.client.users.me()).rejects.toMatchObject(SIGNED_OUT);
    expect((await other.users.me()).id).toBe(customer.id);
  });

  it('are stored as the hash of their token alone', async () => {
    const { id, token } = await market.registerCustomer();
    const rows = await market.application.dataSource.query<{ token_hash: Buffer; row: string }[]>(
      `SELECT token_hash, row_to_json(s)::text AS row FROM sessions s WHERE user_id = $1`,
      [id],
    );
    expect(rows[0]?.token_hash.equals(sha256(token))).toBe(true);
    expect(rows[0]?.row).not.toContain(token);
  });
});

describe('a session in time', () => {
  it('lasts seven days from its last use', async () => {
    const { client } = await market.registerCustomer();
    for (const days of [6, 6, 6]) {
      market.clock.move(days * DAY_MS);
      await client.users.me();
    }
    market.clock.move(7 * DAY_MS + MINUTE_MS);
    await expect(client.users.me()).rejects.toMatchObject(SIGNED_OUT);
  });

  it('lasts seven days unused, to the minute', async () => {
    const [early, late] = [await market.registerCustomer(), await market.registerCustomer()];
    market.clock.move(7 * DAY_MS - MINUTE_MS);
    expect((await early.client.users.me()).id).toBe(early.id);
    market.clock.move(2 * MINUTE_MS);
    await expect(late.client.users.me()).rejects.toMatchObject(SIGNED_OUT);
  });

  it('lasts thirty days at most, however much it is used', async () => {
    const { client } = await market.registerCustomer();
    for (let days = 0; days < 28; days += 4) {
      market.clock.move(4 * DAY_MS);
      await client.users.me();
    }
    const [session] = (await client.auth.sessions()).items;
    const lasts = new Date(session?.expiresAt ?? 0).getTime() - new Date(session?.createdAt ?? 0).getTime();
    expect(lasts).toBe(30 * DAY_MS);
    market.clock.move(2 * DAY_MS);
    await expect(client.users.me()).rejects.toMatchObject(SIGNED_OUT);
  });

  it('that has ended is in no list and cannot be revoked', async () => {
    const customer = await market.registerCustomer();
    const [old] = (await customer.client.auth.sessions()).items;
    market.clock.move(8 * DAY_MS);
    const client = await signInAgain(customer);
    expect((await client.auth.sessions()).items.map((session) => session.current)).toEqual([true]);
    const revoke = client.auth.revokeSession({ params: { id: old?.id ?? '' } });
    await expect(revoke).rejects.toMatchObject({ status: 404 });
  });
});

describe('in a browser', () => {
  const send = (path: string, headers: Record<string, string>, body?: object): Promise<RawAnswer> =>
    sendRaw(market.application.port, {
      method: body ? 'POST' : 'GET',
      path: `/api/v1${path}`,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
    });
  const logOut = (headers: Record<string, string>) => send('/auth/logout', headers, {});
  const ownHost = () => `127.0.0.1:${market.application.port}`;

  async function cookieOf({ email }: Person): Promise<{ pair: string; attributes: string }> {
    const { headers } = await send('/auth/login', {}, { email, password: PASSWORD });
    const [pair = '', ...attributes] = (headers['set-cookie']?.[0] ?? '').split('; ');
    return { pair, attributes: attributes.join('; ') };
  }

  it('the token comes in a cookie that scripts and other sites do not get', async () => {
    const customer = await market.registerCustomer();
    const { pair, attributes } = await cookieOf(customer);
    expect(pair).toMatch(/^aegis_session=[\w-]{43}$/);
    expect(attributes).toMatch(/Path=\/; .*HttpOnly; SameSite=Lax/);
    const { status, text } = await send('/users/me', { cookie: pair });
    expect([status, (JSON.parse(text) as { id: string }).id]).toEqual([200, customer.id]);
  });

  it.each<[Record<string, string>]>([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'not a url' }],
  ])('a change asked for by another site is refused: %j', async (from) => {
    const { pair: cookie } = await cookieOf(await market.registerCustomer());
    const { status, text } = await logOut({ cookie, ...from });
    expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([403, 'cross_site_request']);
    expect((await send('/users/me', { cookie })).status).toBe(200);
  });

  it('a change asked for by a page of this site is done, and the cookie is taken back', async () => {
    const customer = await market.registerCustomer();
    const own: Record<string, string>[] = [
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      { origin: `http://${ownHost()}` },
    ];
    for (const from of own) {
      const { pair: cookie } = await cookieOf(customer);
      const { status, headers } = await logOut({ cookie, ...from });
      expect(status).toBe(204);
      expect(headers['set-cookie']?.[0]).toMatch(/^aegis_session=; .*Expires=Thu, 01 Jan 1970/);
      expect((await send('/users/me', { cookie })).status).toBe(401);
    }
  });

  it('reading is not a change', async () => {
    const { pair: cookie } = await cookieOf(await market.registerCustomer());
    expect((await send('/users/me', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(200);
  });

  it('the session that it had ends at a new sign-in, of whomever it was', async () => {
    const [first, second] = [await market.registerCustomer(), await market.registerCustomer()];
    const { pair: cookie } = await cookieOf(first);
    const { headers } = await send('/auth/login', { cookie }, { email: second.email, password: PASSWORD });
    const [now = ''] = (headers['set-cookie']?.[0] ?? '').split('; ');
    expect((await send('/users/me', { cookie })).status).toBe(401);
    expect((await send('/users/me', { cookie: now })).status).toBe(200);
    // Other devices of the person are another matter.
    expect((await first.client.users.me()).id).toBe(first.id);
  });

  it('a bearer token needs no such proof: no browser sends one by itself', async () => {
    const { token } = await market.registerCustomer();
    const from = { authorization: `Bearer ${token}`, origin: 'https://elsewhere.example' };
    expect((await logOut(from)).status).toBe(204);
  });
});
