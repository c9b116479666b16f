import { afterAll, beforeAll, expect, it } from 'vitest';
import { Marketplace } from '../../../test/marketplace.js';
import { sendRaw } from '../../../test/raw-request.js';
import { DAY_MS } from '../../platform/clock/duration.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());

const checked = async (name: string) => {
  const { status, checks } = await market.application.client().operations.ready();
  return { status, check: checks.find((one) => one.name === name) };
};
const retention = () => checked('location-retention');

/** The lines of a figure on the page for Prometheus. */
const figure = async (name: string): Promise<string[]> => {
  const { status, text } = await sendRaw(market.application.port, { path: '/metrics' });
  expect(status).toBe(200);
  return text.split('\n').filter((line) => new RegExp(`^${name}[{ ]`).test(line));
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

it('warns before the days come for which positions have no room, and raises the figure of an alarm', async () => {
  expect((await checked('location-partitions')).check).toEqual({ name: 'location-partitions', ok: true });
  expect(await figure('aegis_health')).toContain('aegis_health{check="location-partitions"} 0');
  const day = new Date(market.clock.now().getTime() + 2 * DAY_MS).toISOString().slice(0, 10);
  await market.application.dataSource.query(`DROP TABLE location_history_${day.replaceAll('-', '')}`);
  const { status, check } = await checked('location-partitions');
  expect({ status, warning: check?.warning }).toEqual({
    status: 'ok',
    warning: `none for ${day}: positions of these days cannot be stored`,
  });
  expect(await figure('aegis_health')).toContain('aegis_health{check="location-partitions"} 1');
});

it('shows the other figures when one cannot be read, and not one that is no longer true', async () => {
  expect(await figure('aegis_queue_events')).not.toEqual([]);
  await market.application.dataSource.query('ALTER TABLE queued_events RENAME TO queued_events_away');
  try {
    expect(await figure('aegis_queue_events')).toEqual([]);
    expect(await figure('aegis_health')).toContain('aegis_health{check="queue"} 2');
    expect(await figure('process_resident_memory_bytes')).toHaveLength(1);
  } finally {
    await market.application.dataSource.query('ALTER TABLE queued_events_away RENAME TO queued_events');
  }
});
