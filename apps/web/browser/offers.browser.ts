import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { baseUrl, openBrowser, PASSWORD, person, PHONE, signIn } from './browsing';
import { Cast } from './cast';

/** Far from the guards of other tests. */
const PLACE = { lat: 43.615, lng: -116.2023 };
const SOON = { timeout: 60_000 };

let browser: Browser;
let cast: Cast;
beforeAll(async () => {
  browser = await openBrowser();
  cast = await Cast.at(baseUrl(), PLACE);
});
afterAll(() => browser.close());

declare global {
  interface Window {
    shaken?: number;
  }
}

it('the answer to an offer is above the bar of a small phone, and the tab says what is offered', async () => {
  const [guard, customer] = [await cast.guardOnDuty('Odette'), await cast.account('customer', 'Orson')];
  const { page, context, complaints } = await person(browser, {
    viewport: PHONE,
    reducedMotion: 'reduce',
    permissions: ['geolocation'],
    geolocation: { latitude: PLACE.lat, longitude: PLACE.lng, accuracy: 10 },
  });
  // A machine without a motor cannot shake.
  await page.addInitScript(() => {
    navigator.vibrate = () => {
      window.shaken = (window.shaken ?? 0) + 1;
      return true;
    };
  });
  const shaken = (): Promise<number> => page.evaluate(() => window.shaken ?? 0);
  await signIn(page, guard.email, PASSWORD);
  await page.goto('/duty');
  await page.getByText('No offers at the moment').waitFor(SOON);
  expect(await page.title()).toBe('Duty · Aegis');
  await page.getByRole('switch', { name: 'Sound and vibration for offers' }).click({ force: true });
  expect(await shaken()).toBe(1);

  await cast.book(customer, 'A long name of a job at the side entrance of the old warehouse behind the station');
  const accept = page.getByRole('button', { name: 'Accept' });
  await accept.waitFor(SOON);
  await expect.poll(() => page.title(), SOON).toBe('Offer: $48.00 · Duty · Aegis');
  await expect.poll(shaken, SOON).toBe(2);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  const [button, bar] = [await accept.boundingBox(), await page.getByRole('contentinfo').boundingBox()];
  expect(button?.y ?? -1).toBeGreaterThan(0);
  expect((button?.y ?? Infinity) + (button?.height ?? Infinity)).toBeLessThanOrEqual(bar?.y ?? -1);
  expect(button?.height ?? 0).toBeGreaterThanOrEqual(44);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Decline' }).click();
  await expect.poll(() => page.title(), SOON).toBe('Duty · Aegis');
  expect(complaints).toEqual([]);
  await context.close();
});
