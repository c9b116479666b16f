import { afterAll, beforeAll, expect, it } from 'vitest';
import { customers, guardsOnDuty } from '../src/features/matching/spec-support/crowd.js';
import { Marketplace, type Person } from './marketplace.js';

/** All in one moment, whose microseconds no cursor has. */
const AT = '2026-03-01T12:00:00.123456Z';
const ROWS = 31;
const LIMIT = 5;

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
  admin = await market.admin();
  const { dataSource, baseUrl } = market.application;
  await guardsOnDuty(dataSource, baseUrl, { count: ROWS, at: market.newPlace(), now: market.now });
  await customers(dataSource, baseUrl, 1, market.now);
  const run = (sql: string): Promise<unknown> => dataSource.query(sql);
  await run(`UPDATE guard_profiles SET license_verified_at = NULL, created_at = '${AT}'`);
  await run(`
    INSERT INTO jobs (customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
      required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents, requested_at)
    SELECT id, 'Gate', 'basic', 'Street', 'SRID=4326;POINT(0 0)', '2030-01-01', '2030-01-02', 'basic', 100, 100, 20, 80, '${AT}'
    FROM users, generate_series(1, ${ROWS}) WHERE role = 'customer'`);
  await run(`
    INSERT INTO payments (job_id, payer_id, payment_type, status, amount_cents, platform_fee_cents, guard_payout_cents, is_current,
      created_at)
    SELECT id, customer_id, 'charge', 'pending', 100, 20, 80, true, '${AT}' FROM jobs`);
  await run(`
    INSERT INTO privacy_requests (id, user_id, kind, cause, requested_at, due_at)
    SELECT gen_random_uuid(), id, 'erasure', 'on_request', '${AT}', '2030-01-01' FROM users WHERE role = 'guard'`);
  await run(`UPDATE users SET created_at = '${AT}'`);
});
afterAll(() => market.close());

type Page = (query: { limit: number; cursor?: string }) => Promise<{ items: unknown[]; nextCursor: string | null }>;

const LISTS: [string, number, () => Page][] = [
  ['jobs', ROWS, () => (query) => admin.client.admin.jobs({ query })],
  ['people', ROWS + 2, () => (query) => admin.client.admin.users({ query })],
  ['licences that wait', ROWS, () => (query) => admin.client.admin.pendingGuards({ query })],
  ['payments', ROWS, () => (query) => admin.client.admin.payments({ query })],
  ['requests', ROWS, () => (query) => admin.client.admin.privacyRequests({ query })],
];

it.each(LISTS)('the list of %s has every row of one moment once, page by page', async (_, count, list) => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list()({ limit: LIMIT, ...(cursor !== undefined && { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(LIMIT);
    seen.push(...page.items.map((item) => JSON.stringify(item)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen.length).toBe(count);
  expect(new Set(seen).size).toBe(count);
});
