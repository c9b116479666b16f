import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { Marketplace, PASSWORD } from '../../../test/marketplace.js';
import { sendRaw } from '../../../test/raw-request.js';

interface Line {
  context: string;
  requestId: string;
  message: { method: string; route: string; status: number; durationMs: number; userId?: string; role?: string };
}

let market: Marketplace;
let written: MockInstance<typeof process.stdout.write>;

beforeAll(async () => {
  market = await Marketplace.open({ LOG_LEVEL: 'info' });
});
afterAll(() => market.close());
beforeEach(() => {
  written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  written.mockRestore();
});

const output = (): string => written.mock.calls.map(([text]) => String(text)).join('');

const lines = (): Line[] =>
  output()
    .split('\n')
    .filter((line) => line.includes('"context":"access"'))
    .map((line) => JSON.parse(line) as Line);

const lineOf = (requestId: string): Promise<Line> =>
  vi.waitFor(
    () => {
      const line = lines().find((one) => one.requestId === requestId);
      if (!line) throw new Error(`no line of ${requestId} yet`);
      return line;
    },
    { timeout: 20_000, interval: 50 },
  );

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', body?: string) =>
  sendRaw(market.application.port, { method, path, headers, body });

describe('the access log', () => {
  it('has a line for each request: who, which route, what came of it and how long it took', async () => {
    const { id, token } = await market.registerCustomer();
    await ask('/api/v1/users/me', { authorization: `Bearer ${token}`, 'x-request-id': 'of-the-person' });
    const { message } = await lineOf('of-the-person');
    expect(message).toMatchObject({
      method: 'GET',
      route: '/api/v1/users/me',
      status: 200,
      userId: id,
      role: 'customer',
    });
    expect(message.durationMs).toBeGreaterThan(0);
    await ask('/api/v1/users/me', { 'x-request-id': 'of-a-stranger' });
    expect((await lineOf('of-a-stranger')).message).toEqual({
      method: 'GET',
      route: '/api/v1/users/me',
      status: 401,
      durationMs: expect.any(Number) as number,
    });
  });

  it('names also who was refused, and an address that is none', async () => {
    const { id, token } = await market.registerCustomer();
    await ask('/api/v1/admin/users', { authorization: `Bearer ${token}`, 'x-request-id': 'not-an-admin' });
    expect((await lineOf('not-an-admin')).message).toMatchObject({ status: 403, userId: id });
    await ask('/api/v1/nothing/of/the/kind', { 'x-request-id': 'nowhere-at-all' });
    expect((await lineOf('nowhere-at-all')).message).toMatchObject({ route: 'unknown', status: 404 });
  });

  it('holds no token, password, address, name or position, wherever a request carries one', async () => {
    const { email, token } = await market.registerCustomer();
    const authorization = `Bearer ${token}`;
    await ask('/api/v1/places?q=77%20Secret%20Lane', { authorization, 'x-request-id': 'with-a-query' });
    await ask('/reset-password?token=T0KENINTHEADDRESS', { accept: 'text/html', 'x-request-id': 'with-a-token' });
    await ask('/api/v1/jobs/SECRETINTHEPATH', { cookie: `aegis_session=${token}`, 'x-request-id': 'in-the-path' });
    const credentials = JSON.stringify({ email, password: PASSWORD });
    const json = { 'content-type': 'application/json' };
    await ask('/api/v1/auth/login', { ...json, 'x-request-id': 'with-a-password' }, 'POST', credentials);
    const location = JSON.stringify({ status: 'available', location: { lat: 34.0537, lng: -118.2428 } });
    await ask(
      '/api/v1/guards/me/availability',
      { ...json, authorization, 'x-request-id': 'a-position' },
      'PATCH',
      location,
    );
    const ids = ['with-a-query', 'with-a-token', 'in-the-path', 'with-a-password', 'a-position'];
    const told = await Promise.all(ids.map(lineOf));
    expect(told.map(({ message }) => message.route)).not.toContain('unknown');
    const secrets = [token, PASSWORD, email, 'Secret', 'T0KENINTHEADDRESS', 'SECRETINTHEPATH', '34.05', '118.24'];
    expect(secrets.filter((secret) => output().includes(secret))).toEqual([]);
  });

  it('is silent about probes and positions that were taken, and not about those that were refused', async () => {
    const { guard, job } = await market.runningJob();
    const upload = (requestId: string, accuracyMeters: number) =>
      ask(
        `/api/v1/jobs/${job.id}/locations`,
        { authorization: `Bearer ${guard.token}`, 'content-type': 'application/json', 'x-request-id': requestId },
        'POST',
        JSON.stringify({
          fixes: [{ ...job.location, accuracyMeters, recordedAt: market.now.toISOString() }],
        }),
      );
    expect((await upload('taken-position', 5)).status).toBeLessThan(300);
    await ask('/health/live', { 'x-request-id': 'a-mere-probe' });
    expect((await upload('refused-position', -1)).status).toBe(400);
    expect((await lineOf('refused-position')).message).toMatchObject({ status: 400, role: 'guard' });
    expect(lines().filter(({ requestId }) => ['taken-position', 'a-mere-probe'].includes(requestId))).toEqual([]);
  });

  it('tells of an event stream when it ends', async () => {
    const { guard, job } = await market.runningJob();
    const path = `/api/v1/jobs/${job.id}/events`;
    await ask(path, { authorization: `Bearer ${guard.token}`, 'x-request-id': 'a-live-stream' });
    expect((await lineOf('a-live-stream')).message).toMatchObject({
      route: '/api/v1/jobs/:id/events',
      status: 200,
      userId: guard.id,
    });
  });
});
