import { randomUUID } from 'node:crypto';
import type { Client } from '@aegis/client';
import { HOUR_MS } from '../../src/platform/clock/duration.js';
import type { Guard } from '../guards-on-duty.js';
import { PASSWORD } from '../marketplace.js';
import type { RawRequest } from '../raw-request.js';
import type { Wisher } from './promises.js';

const post = (path: string, body: object, headers: Record<string, string> = {}): RawRequest => ({
  method: 'POST',
  path: `/api/v1${path}`,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const as = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** Where things of a kind are found: how often each mark is there. */
export const COUNTED: Record<string, string> = {
  booking: `SELECT title AS mark, count(*)::int AS count FROM jobs GROUP BY 1`,
  message: `SELECT words AS mark, count(*)::int AS count FROM job_messages GROUP BY 1`,
  fix: `SELECT guard_id || ' ' || round(extract(epoch FROM recorded_at) * 1000) AS mark, count(*)::int AS count
        FROM location_history GROUP BY 1`,
  'sign-in': `SELECT device AS mark, count(*)::int AS count FROM sessions GROUP BY 1`,
  'sign-up': `SELECT email AS mark, count(*)::int AS count FROM users GROUP BY 1`,
};

export function booking(token: string): Wisher {
  const startTime = new Date(Date.now() + 3 * HOUR_MS).toISOString();
  const endTime = new Date(Date.now() + 5 * HOUR_MS).toISOString();
  const next = () => {
    const mark = randomUUID();
    const draft = {
      title: mark,
      jobType: 'basic',
      locationAddress: '200 N Spring St',
      location: { lat: 34.05, lng: -118.24 },
      startTime,
      endTime,
      requiredClearanceLevel: 'basic',
      requiredSkills: [],
      hourlyRateCents: 2500,
    };
    return { mark, request: post('/jobs', draft, { ...as(token), 'idempotency-key': mark }) };
  };
  return { kind: 'booking', next };
}

export function message({ token, jobId }: Guard): Wisher {
  const next = () => {
    const mark = randomUUID();
    const request = post(`/jobs/${jobId}/conversation`, { clientId: randomUUID(), words: mark }, as(token));
    return { mark, request };
  };
  return { kind: 'message', next };
}

export function fix({ id, token, jobId }: Guard): Wisher {
  let last = 0;
  const next = () => {
    last = Math.max(last + 1, Date.now());
    const recordedAt = new Date(last).toISOString();
    const fixes = [{ lat: 34.05, lng: -118.25, accuracyMeters: 10, recordedAt }];
    return { mark: `${id} ${last}`, request: post(`/jobs/${jobId}/locations`, { fixes }, as(token)) };
  };
  return { kind: 'fix', next };
}

export function signIn(email: string): Wisher {
  const next = () => {
    const mark = randomUUID();
    return { mark, request: post('/auth/login', { email, password: PASSWORD }, { 'user-agent': mark }) };
  };
  return { kind: 'sign-in', next };
}

export function signUp(): Wisher {
  const next = () => {
    const mark = `${randomUUID()}@test.example`;
    const form = { email: mark, password: PASSWORD, firstName: 'Kim', lastName: 'Lee', role: 'customer' };
    return { mark, request: post('/auth/register', form) };
  };
  return { kind: 'sign-up', next };
}

export async function customer(anybody: Client): Promise<{ email: string; token: string }> {
  const email = `${randomUUID()}@test.example`;
  const form = { email, password: PASSWORD, firstName: 'Kim', lastName: 'Lee', role: 'customer' as const };
  return { email, token: (await anybody.auth.register({ body: form })).token };
}
