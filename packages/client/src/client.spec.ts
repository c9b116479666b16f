import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { type Client, createClient } from './client.js';
import { ApiError, ConnectionError } from './errors.js';
import { signIn } from './sign-in.js';

const JOB = '0198a8f0-0000-7000-8000-000000000001';

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(response: ServerResponse, status: number, body?: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

/** A server that answers everything with `body` and remembers what it was asked. */
async function recorder(body: unknown, status = 200) {
  const requests: { method?: string; url?: string; headers: IncomingMessage['headers']; body: unknown }[] = [];
  const baseUrl = await serve((request, response) => {
    void readBody(request).then((received) => {
      requests.push({ method: request.method, url: request.url, headers: request.headers, body: received });
      answer(response, status, body);
    });
  });
  return { baseUrl, requests };
}

const busy = { type: '', title: '', status: 503, code: 'overloaded', detail: 'busy', requestId: 'request-1' };

/** Says 503 to the first `refusals` requests. */
async function busyServer(refusals: number, retryAfter?: string) {
  const seen = { requests: 0 };
  const baseUrl = await serve((_, response) => {
    seen.requests++;
    if (seen.requests > refusals) answer(response, 200, { items: [], nextCursor: null });
    else answer(response, 503, busy, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
  });
  return { baseUrl, seen };
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable('it did not fail'),
    (error: unknown) => error,
  );

describe('requests', () => {
  it('fills in the path, escapes it, and sends the query without what is undefined', async () => {
    const { baseUrl, requests } = await recorder({ items: [], nextCursor: null });
    const client = createClient({ baseUrl: `${baseUrl}/` });
    await client.jobs.list({ query: { status: 'matched', limit: 5, cursor: undefined } });
    await client.jobs.get({ params: { id: 'a/b?c' } });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/v1/jobs?status=matched&limit=5',
      'GET /api/v1/jobs/a%2Fb%3Fc',
    ]);
  });

  it('sends body, token and idempotency key, and neither of them when there is none', async () => {
    const { baseUrl, requests } = await recorder({ feeCents: 0 });
    const body = { reason: 'Rain' };
    await createClient({ baseUrl, token: 'secret' }).jobs.cancel({ params: { id: JOB }, body, idempotencyKey: 'k1' });
    await createClient({ baseUrl }).jobs.list();
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: `/api/v1/jobs/${JOB}/cancel`,
      headers: { authorization: 'Bearer secret', 'idempotency-key': 'k1', 'content-type': 'application/json' },
      body,
    });
    for (const header of ['authorization', 'idempotency-key', 'content-type'])
      expect(requests[1]?.headers).not.toHaveProperty(header);
  });

  it('calls what lies outside of the base path', async () => {
    const { baseUrl, requests } = await recorder({ status: 'ok' });
    expect(await createClient({ baseUrl }).operations.live()).toEqual({ status: 'ok' });
    expect(requests[0]?.url).toBe('/health/live');
  });

  it('refuses a key that the server would ignore, and an id that is missing', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
    await expect(client.auth.logout({ idempotencyKey: 'k1' })).rejects.toThrow('does not honour an idempotency key');
    await expect(client.jobs.get({ params: { id: '' } })).rejects.toThrow('needs params.id');
  });

  it('has the types of the contract', () => {
    expectTypeOf<Awaited<ReturnType<Client['jobs']['get']>>['startTime']>().toEqualTypeOf<string>();
    expectTypeOf<Awaited<ReturnType<Client['jobs']['withdraw']>>>().toEqualTypeOf<void>();
    expectTypeOf<Parameters<Client['guards']['me']>>().toExtend<[unknown?]>();
    // @ts-expect-error an id is needed
    expectTypeOf<Client['jobs']['get']>().toBeCallableWith();
    // @ts-expect-error jobs have no such operation
    expectTypeOf<Client['jobs']['remove']>().toBeFunction();
  });
});

describe('refusals', () => {
  it('throws the problem with everything in it', async () => {
    const baseUrl = await serve((_, response) =>
      answer(response, 422, {
        ...busy,
        status: 422,
        code: 'outside_geofence',
        facts: { distanceMeters: 5000 },
        errors: [{ path: 'body.location', message: 'too far' }],
      }),
    );
    const error = await failureOf(createClient({ baseUrl }).jobs.get({ params: { id: JOB } }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 422,
      code: 'outside_geofence',
      detail: 'busy',
      facts: { distanceMeters: 5000 },
      errors: [{ path: 'body.location', message: 'too far' }],
      requestId: 'request-1',
    });
  });

  it('gives a page of a proxy the same form', async () => {
    const baseUrl = await serve((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'));
    const error = await failureOf(createClient({ baseUrl }).users.me());
    expect(error).toMatchObject({ name: 'ApiError', status: 502, code: 'unexpected_answer', requestId: null });
  });

  it('does not take a success that is not JSON for an answer', async () => {
    const baseUrl = await serve((_, response) => response.writeHead(200).end('<html>Sign in to the WLAN</html>'));
    expect(await failureOf(createClient({ baseUrl }).users.me())).toMatchObject({ code: 'unexpected_answer' });
  });
});

describe('an answer that comes with its version', () => {
  const call = { params: { id: JOB } };

  /** Gives the next of `answers` to each request, and 304 to who knows it. */
  async function versions(...answers: { tag: string; body: unknown }[]) {
    const asked: (string | undefined)[] = [];
    const baseUrl = await serve((request, response) => {
      const known = request.headers['if-none-match'];
      const next = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(known);
      if (known === next?.tag) return void response.writeHead(304).end();
      answer(response, 200, next?.body, { etag: next?.tag ?? '' });
    });
    return { baseUrl, asked };
  }

  it('is asked for by the version that is known, and given again while it is the same', async () => {
    const first = { tag: 'W/"one"', body: { fixes: 1 } };
    const { baseUrl, asked } = await versions(first, first, { tag: 'W/"two"', body: { fixes: 2 } });
    const client = createClient({ baseUrl });
    const seen = [
      await client.tracking.trail(call),
      await client.tracking.trail(call),
      await client.tracking.trail(call),
    ];
    expect(seen).toEqual([{ fixes: 1 }, { fixes: 1 }, { fixes: 2 }]);
    expect(asked).toEqual([undefined, 'W/"one"', 'W/"one"']);
  });

  it('is one for each address, and of no other endpoint', async () => {
    const { baseUrl, asked } = await versions({ tag: 'W/"one"', body: { fixes: 1 } });
    const client = createClient({ baseUrl });
    await client.tracking.trail(call);
    await client.tracking.trail({ ...call, query: { zoom: 12 } });
    await client.tracking.latest(call);
    await client.tracking.latest(call);
    expect(asked).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is forgotten with the session', async () => {
    const { baseUrl, asked } = await versions({ tag: 'W/"one"', body: { token: 'fresh' } });
    const client = createClient({ baseUrl });
    await client.tracking.trail(call);
    await client.auth.login({ body: { email: 'a@aegis.demo', password: 'demo123' } });
    await client.tracking.trail(call);
    expect(asked).toEqual([undefined, undefined, undefined]);
  });
});

describe('no answer', () => {
  it('is a ConnectionError when nobody listens', async () => {
    const baseUrl = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const error = await failureOf(createClient({ baseUrl }).users.me());
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).message).toContain('no connection');
    expect((error as Error).cause).toBeDefined();
  });

  it('is a ConnectionError when the server takes too long, also in the middle of the body', async () => {
    const silent = await serve(() => undefined);
    const halfway = await serve((_, response) => response.writeHead(200).write('{"id":'));
    for (const baseUrl of [silent, halfway])
      await expect(createClient({ baseUrl, timeoutMs: 50 }).users.me()).rejects.toThrow('no answer within 50 ms');
  });

  it('throws the reason of a caller who gave up', async () => {
    const giveUp = new AbortController();
    const baseUrl = await serve(() => giveUp.abort(new Error('closed the page')));
    await expect(createClient({ baseUrl }).users.me({ signal: giveUp.signal })).rejects.toThrow('closed the page');
  });
});

describe('a busy server', () => {
  it('is asked again after Retry-After', async () => {
    const { baseUrl, seen } = await busyServer(2, '0');
    expect(await createClient({ baseUrl }).jobs.list()).toEqual({ items: [], nextCursor: null });
    expect(seen.requests).toBe(3);
  });

  it.each([
    ['more often than it is tried', 3, '0', 3],
    ['without saying for how long', 1, undefined, 1],
    ['for longer than the client waits', 1, '3600', 1],
  ])('is given up when it is busy %s', async (_, refusals, retryAfter, requests) => {
    const { baseUrl, seen } = await busyServer(refusals, retryAfter);
    expect(await failureOf(createClient({ baseUrl }).jobs.list())).toMatchObject({ status: 503, code: 'overloaded' });
    expect(seen.requests).toBe(requests);
  });

  it('is asked again to change something only under a key', async () => {
    const call = { params: { id: JOB }, body: { reason: 'Rain' } };
    const first = await busyServer(1, '0');
    await failureOf(createClient({ baseUrl: first.baseUrl }).jobs.cancel(call));
    expect(first.seen.requests).toBe(1);
    const second = await busyServer(1, '0');
    await createClient({ baseUrl: second.baseUrl }).jobs.cancel({ ...call, idempotencyKey: 'k1' });
    expect(second.seen.requests).toBe(2);
  });

  it('is not waited for by a caller who gave up', async () => {
    const giveUp = new AbortController();
    const baseUrl = await serve((_, response) => {
      answer(response, 503, busy, { 'retry-after': '9' });
      response.once('close', () => setImmediate(() => giveUp.abort(new Error('closed the page'))));
    });
    await expect(createClient({ baseUrl }).jobs.list({ signal: giveUp.signal })).rejects.toThrow('closed the page');
  });
});

describe('session', () => {
  const signedIn = { token: 'fresh', expiresAt: '2030-01-01T00:00:00.000Z', user: { id: JOB } };

  it('speaks for who signed in, until sign-out, and tells its owner', async () => {
    const { baseUrl, requests } = await recorder(signedIn);
    const tokens: (string | null)[] = [];
    const client = createClient({ baseUrl, onToken: (token) => tokens.push(token) });
    await client.auth.login({ body: { email: 'a@aegis.demo', password: 'demo123' } });
    await client.auth.logout();
    await client.users.me();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer fresh', undefined]);
    expect(tokens).toEqual(['fresh', null]);
  });

  it('leaves the first client alone when another speaks for somebody else', async () => {
    const { baseUrl, requests } = await recorder({});
    const client = createClient({ baseUrl, token: 'one' });
    await client.withToken('two').users.me();
    await client.users.me();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer two', 'Bearer one']);
  });

  it('signs in by e-mail address and password in one step', async () => {
    const { baseUrl, requests } = await recorder(signedIn);
    const { client, token, user } = await signIn(baseUrl, 'a@aegis.demo', 'demo123');
    await client.users.me();
    expect({ token, user }).toEqual({ token: 'fresh', user: { id: JOB } });
    expect(requests[1]?.headers.authorization).toBe('Bearer fresh');
  });
});
