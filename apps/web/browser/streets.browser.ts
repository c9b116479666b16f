import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STREET_NAME, STREET_PLACE, streetArchive } from '../../api/test/street-archive';
import { openBrowser, PASSWORD, person, PHONE, signIn } from './browsing';
import { type Account, Cast } from './cast';
import { runApplication, type RunningApplication } from './server';

const SOON = { timeout: 30_000 };

let browser: Browser;
let folder: string;
let archive: string;
let application: RunningApplication;
let customer: Account;
let jobId: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aegis-streets-'));
  archive = join(folder, 'region.pmtiles');
  writeFileSync(archive, streetArchive());
  browser = await openBrowser();
  application = await runApplication({ MAP_TILES: archive, MAP_STYLE_URL: '', MAP_STYLE_DARK_URL: '' });
  const cast = await Cast.at(application.url, STREET_PLACE);
  customer = await cast.account('customer', 'Stella');
  jobId = (await cast.book(customer, 'Gate on the street')).id;
});
afterAll(async () => {
  await browser.close();
  await application.stop();
  rmSync(folder, { recursive: true });
});

/** Names of the streets that the map has drawn, as MapLibre itself tells. */
const drawnStreets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { map } = document.querySelector('[data-map=drawn]') as HTMLElement & { map: DrawnMap };
    const drawn = map.queryRenderedFeatures({ layers: ['roads_major'] });
    return [...new Set(drawn.map(({ properties }) => String(properties['name'])))];
  });

interface DrawnMap {
  queryRenderedFeatures: (options: { layers: string[] }) => { properties: Record<string, unknown> }[];
  getPaintProperty: (layer: string, name: string) => unknown;
}

const groundOf = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const { map } = document.querySelector('[data-map]') as HTMLElement & { map: DrawnMap };
    return map.getPaintProperty('earth', 'fill-color');
  });

async function openJob(page: Page): Promise<void> {
  await page.goto(`/jobs/${jobId}`);
  await page.locator('[data-map=drawn]').waitFor();
}

it('a street of the region is drawn, in light and in dark, and nothing is asked of another server', async () => {
  const { page, context, complaints } = await person(browser, { baseURL: application.url, viewport: PHONE });
  const elsewhere: string[] = [];
  const parts = new Set<number>();
  context.on('response', (response) => {
    const { origin, pathname, protocol } = new URL(response.url());
    if (protocol.startsWith('http') && origin !== application.url) elsewhere.push(response.url());
    if (pathname === '/map.pmtiles') parts.add(response.status());
  });
  await signIn(page, customer.email, PASSWORD);
  expect([...parts]).toEqual([]);
  await openJob(page);
  await expect.poll(() => drawnStreets(page), SOON).toEqual([STREET_NAME]);
  const light = await groundOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => groundOf(page), SOON).not.toBe(light);
  await expect.poll(() => drawnStreets(page), SOON).toEqual([STREET_NAME]);
  await page.getByRole('link', { name: '© OpenStreetMap contributors, Protomaps' }).waitFor({ state: 'attached' });
  expect(await page.getByText('Streets cannot be shown now').count()).toBe(0);
  expect({ parts: [...parts], elsewhere, complaints }).toEqual({ parts: [206], elsewhere: [], complaints: [] });
  await context.close();
});

it('the outlines of the land are there instead, and say so, when the archive is broken', async () => {
  const { page, context } = await person(browser, { baseURL: application.url, viewport: PHONE });
  await signIn(page, customer.email, PASSWORD);
  truncateSync(archive, 40);
  await openJob(page);
  await page.getByText('Streets cannot be shown now; these are the outlines of the land.').waitFor();
  // Mended without a restart.
  writeFileSync(archive, streetArchive());
  await openJob(page);
  await expect.poll(() => drawnStreets(page), SOON).toEqual([STREET_NAME]);
  await context.close();
});
