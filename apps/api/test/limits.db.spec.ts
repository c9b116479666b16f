import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiError } from '@aegis/client';
import { RequestsUnderway } from '../src/platform/http/overload/requests-underway.js';
import { Marketplace } from './marketplace.js';
import { sendRaw } from './raw-request.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({
    RATE_LIMITS: 'on',
    RATE_USER_PER_MINUTE: '30',
    RATE_ANONYMOUS_PER_MINUTE: '40',
    RATE_UPLOADS_PER_MINUTE: '20',
    RATE_SEARCHES_PER_HOUR: '6',
    RATE_BOOKINGS_PER_HOUR: '5',
    EXPORTS_PER_DAY: '3',
  });
});
afterAll(() => market.close());

const get = (path: string, token?: string) =>
  sendRaw(market.application.port, { path, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

describe('the limits', () => {
  it('count exports by the day', async () => {
    const { client } = await market.registerCustomer();
    for (let count = 0; count < 3; count++) await client.users.exportMe();
    const refused = await client.users.exportMe().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'too_many_requests' });
    expect((refused as ApiError).retryAfterSeconds ?? 0).toBeGreaterThan(3600);
  });

  it('count questions about guards near by, and bookings, by the hour', async () => {
    const customer = await market.registerCustomer();
    const body = market.draft({ location: market.newPlace() });
    const refusals = (asked: PromiseSettledResult<unknown>[]): number =>
      asked.filter((one) => one.status === 'rejected' && (one.reason as ApiError).code === 'too_many_requests').length;
    const quotes = await Promise.allSettled(Array.from({ length: 8 }, () => customer.client.jobs.quote({ body })));
    expect(refusals(quotes)).toBe(2);
    const booked = await Promise.allSettled(Array.from({ length: 7 }, () => customer.client.jobs.create({ body })));
    expect(refusals(booked)).toBe(2);
    const refused = await customer.client.jobs.quote({ body }).catch((error: unknown) => error);
    expect((refused as ApiError).retryAfterSeconds ?? 0).toBeGreaterThan(60);
  });

  it('count uploads by job, people by person and strangers by address', async () => {
    const { guard, job } = await market.runningJob();
    const upload = () =>
      sendRaw(market.application.port, {
        method: 'POST',
        path: `/api/v1/jobs/${job.id}/locations`,
        headers: { authorization: `Bearer ${guard.token}`, 'content-type': 'application/json' },
        body: '{}',
      });
    const uploads = await Promise.all(Array.from({ length: 25 }, upload));
    expect(uploads.filter(({ status }) => status === 429)).toHaveLength(5);
    // Uploads have used nothing of the person's own requests.
    expect((await get('/api/v1/users/me', guard.token)).status).toBe(200);

    const person = await market.registerCustomer();
    const own = await Promise.all(Array.from({ length: 33 }, () => get('/api/v1/users/me', person.token)));
    const refused = own.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused[0]?.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(refused[0]?.text ?? '{}')).toMatchObject({ code: 'too_many_requests', status: 429 });

    const strangers = await Promise.all(
      Array.from({ length: 60 }, () => get(`/api/v1/jobs/${randomUUID()}`, 'guessed')),
    );
    expect(strangers.filter(({ status }) => status === 401).length).toBeLessThan(41);
    expect(strangers.some(({ status }) => status === 429)).toBe(true);
    expect((await get('/health/live')).status).toBe(200);
  });

  it('know how many requests are under way, and that none is when all are answered', async () => {
    const underway = market.application.app.get(RequestsUnderway);
    const asked = Promise.all(Array.from({ length: 10 }, () => get('/health/ready')));
    await asked;
    expect(await underway.drained(10_000)).toBe(0);
  });

  it('refuse a body that is nested deeper than anything that is taken', async () => {
    const { token } = await market.registerCustomer().catch(() => ({ token: '' }));
    const answer = await sendRaw(market.application.port, {
      method: 'PATCH',
      path: '/api/v1/users/me',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '['.repeat(5000) + ']'.repeat(5000),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
});
