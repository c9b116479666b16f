import { afterAll, beforeAll, expect, it } from 'vitest';
import { Marketplace } from '../../../test/marketplace.js';
import { sendRaw } from '../../../test/raw-request.js';
import { DAY_MS } from '../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());

const retention = async () => {
  const { status, checks } = await market.application.client().operations.ready();
  return { status, check: checks.find(({ name }) => name === 'location-retention') };
};

const overdue = async (): Promise<string | undefined> => {
  const { text } = await sendRaw(market.application.port, { path: '/metrics' });
  return /^aegis_location_retention_overdue (\d)$/m.exec(text)?.[1];
};

it('warns, and raises the metric, when positions were not dropped for two days; the process goes on serving', async () => {
  expect(await retention()).toEqual({ status: 'ok', check: { name: 'location-retention', ok: true } });
  expect(await overdue()).toBe('0');
  market.clock.move(2 * DAY_MS + 1);
  const { status, check } = await retention();
  expect([status, check?.ok]).toEqual(['ok', true]);
  expect(check?.warning).toMatch(/^no run has succeeded since 20.*: positions may be kept too long$/);
  expect(await overdue()).toBe('1');
});
