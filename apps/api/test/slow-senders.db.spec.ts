import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BODY_LIMITS, BodyBudget } from '../src/platform/http/overload/body-budget.js';
import { RequestsUnderway } from '../src/platform/http/overload/requests-underway.js';
import { Marketplace, type Person } from './marketplace.js';
import { sendRaw } from './raw-request.js';
import { SlowSender, type Unfinished } from './slow-senders.js';

const KILOBYTE = 1024;
const MEGABYTE = KILOBYTE * KILOBYTE;
const PHOTO = '/api/v1/users/me/photo';
const SOON = { timeout: 20_000, interval: 20 };
/** What is promised is thirty seconds; a machine that is busy with other tests is late. */
const PATIENCE_MS = 45_000;

let market: Marketplace;
let budget: BodyBudget;
const senders: SlowSender[] = [];

beforeAll(async () => {
  market = await Marketplace.open();
  budget = market.application.app.get(BodyBudget);
});
afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.leave()));
  budget.limits = BODY_LIMITS;
  await expect.poll(() => budget.bytes, SOON).toBe(0);
});
afterAll(() => market.close());

async function begin(unfinished: Omit<Unfinished, 'port'>): Promise<SlowSender> {
  const sender = await SlowSender.begin({ port: market.application.port, ...unfinished });
  senders.push(sender);
  return sender;
}

const picture = (person: Person, sent: number) =>
  begin({
    path: PHOTO,
    headers: { 'content-type': 'image/png', authorization: `Bearer ${person.token}` },
    announced: 5 * MEGABYTE,
    sent,
  });

const signIn = (sent: number) =>
  begin({
    method: 'POST',
    path: '/api/v1/auth/login',
    headers: { 'content-type': 'application/json' },
    announced: 200 * KILOBYTE,
    sent,
  });

const isServed = async (person: Person): Promise<boolean> => {
  const headers = { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ firstName: 'Quick' });
  return (
    (await sendRaw(market.application.port, { method: 'PATCH', path: '/api/v1/users/me', headers, body })).status ===
    200
  );
};

describe('a body that does not end', () => {
  it.each([
    ['of a stranger', PHOTO, {}, 401],
    ['of somebody whose session is unknown', PHOTO, { authorization: 'Bearer nobody' }, 401],
    ['to an address that does not exist', '/api/v1/nothing', {}, 404],
  ])('%s is refused before anything of it is read', async (_, path, headers, status) => {
    const sender = await begin({
      path,
      headers: { 'content-type': 'image/png', ...headers },
      announced: MEGABYTE,
      sent: 0,
    });
    await expect.poll(() => sender.status, SOON).toBe(status);
    expect(budget.bytes).toBe(0);
  });

  it('of somebody whose role may not is refused before anything of it is read', async () => {
    const { token } = await market.registerCustomer();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sender = await begin({ path: '/api/v1/guards/me', headers, announced: 1000, sent: 0 });
    await expect.poll(() => sender.status, SOON).toBe(403);
  });

  it('counts for its sender alone: they have a share, and others are served', async () => {
    const [many, other] = [await market.registerCustomer(), await market.registerCustomer()];
    const all = await Promise.all(Array.from({ length: 6 }, () => picture(many, 4 * MEGABYTE)));
    await expect.poll(() => all.filter(({ status }) => status === 429).length, SOON).toBeGreaterThanOrEqual(2);
    expect(all.find(({ status }) => status === 429)?.answer).toContain('too_much_at_once');
    expect(budget.bytes).toBeLessThanOrEqual(BODY_LIMITS.share);
    expect(await isServed(other)).toBe(true);
    await Promise.all(senders.splice(0).map((sender) => sender.leave()));
    await expect.poll(() => isServed(many), SOON).toBe(true);
  });

  it('costs its sender more than was sent, so that empty ones without number are refused too', async () => {
    budget.limits = { total: 64 * MEGABYTE, share: MEGABYTE };
    const all = await Promise.all(Array.from({ length: 40 }, () => signIn(1)));
    await expect.poll(() => all.filter(({ status }) => status === 429).length, SOON).toBe(40 - 16);
  });

  it('gives way to who comes later, when all of them are too much', async () => {
    budget.limits = { total: MEGABYTE, share: MEGABYTE };
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => market.registerCustomer()));
    if (!first || !second || !third) throw new Error('three were registered');
    const oldest = await picture(first, 600 * KILOBYTE);
    await expect.poll(() => budget.bytes, SOON).toBeGreaterThanOrEqual(600 * KILOBYTE);
    const newer = await picture(second, 600 * KILOBYTE);
    await expect.poll(() => oldest.status, SOON).toBe(503);
    await oldest.whenClosed();
    expect(oldest.answer).toMatch(/retry-after: \d/i);
    expect(newer.status).toBeNull();
    expect(await isServed(third)).toBe(true);
  });

  it('is given up when its sender hangs up, and nothing of it is left', async () => {
    const person = await market.registerCustomer();
    const sender = await picture(person, MEGABYTE);
    await expect.poll(() => budget.bytes, SOON).toBeGreaterThanOrEqual(MEGABYTE);
    await sender.leave();
    await expect.poll(() => budget.bytes, SOON).toBe(0);
    await expect.poll(() => market.application.app.get(RequestsUnderway).underway, SOON).toBe(0);
  });

  it(
    'is waited for thirty seconds, as are headers',
    async () => {
      const person = await market.registerCustomer();
      const body = await picture(person, 10);
      const headers = await SlowSender.beginHead(market.application.port);
      senders.push(headers);
      await Promise.all([body.whenClosed(), headers.whenClosed()]);
      for (const { status, answer } of [body, headers]) {
        expect(status).toBe(408);
        expect(answer).toContain('request_timed_out');
      }
    },
    PATIENCE_MS,
  );
});
