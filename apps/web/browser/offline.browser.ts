import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { baseUrl, openBrowser, PASSWORD, person, PHONE, signIn, untilPagesAreKept } from './browsing';
import { Cast } from './cast';

/** Far from the guards of other tests. */
const PLACE = { lat: 44.0582, lng: -121.3153 };
const SOON = { timeout: 60_000 };
/** A check-out can be undone for a minute before it is sent. */
const AFTER_A_MINUTE = { timeout: 120_000 };
const REPORT_MS = 2000;
const TREMBLE_DEGREES = 0.000_005;

let browser: Browser;
let cast: Cast;
beforeAll(async () => {
  browser = await openBrowser();
  cast = await Cast.at(baseUrl(), PLACE);
});
afterAll(() => browser.close());

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

it('a guard checks in and out without network, over any number of loads, and it is known when the network is back', async () => {
  const [guard, customer] = [await cast.guardOnDuty('Otis'), await cast.account('customer', 'Olive')];
  const job = await cast.book(customer, 'Cellar door', 0);
  await cast.accept(guard, job.id);
  const status = async (): Promise<string> => (await customer.client.jobs.get({ params: { id: job.id } })).status;

  const geolocation = { latitude: PLACE.lat, longitude: PLACE.lng, accuracy: 10 };
  const { page, context, forgive, complaints } = await person(browser, {
    viewport: PHONE,
    permissions: ['geolocation'],
    geolocation,
  });
  forgive(/ERR_INTERNET_DISCONNECTED/);
  // A real receiver reports every second or two, also of one who stands; the emulated one only when it is told.
  let reports = 0;
  const receiver = setInterval(
    () =>
      void context
        .setGeolocation({ ...geolocation, latitude: PLACE.lat + (reports++ % 2) * TREMBLE_DEGREES })
        // The browser is closed already when the test has failed.
        .catch(() => undefined),
    REPORT_MS,
  );
  await signIn(page, guard.email, PASSWORD);
  await page.goto(`/jobs/${job.id}`);
  await page.getByText(/^You are at the site, /).waitFor(SOON);
  await untilPagesAreKept(page, 'guard');

  await context.setOffline(true);
  await page.getByText(/^You are offline\. A check-in is kept/).waitFor(SOON);
  await press(page, 'Check in');
  const checkedIn = page.getByRole('heading', { name: /^Checked in .+, kept on this phone$/ });
  for (let load = 0; load < 2; load++) {
    await checkedIn.waitFor(SOON);
    await page.reload();
  }
  await checkedIn.waitFor(SOON);
  await press(page, 'Take it back');
  await checkedIn.waitFor({ state: 'detached' });
  await press(page, 'Check in');
  await checkedIn.waitFor(SOON);
  await press(page, 'Check out');
  await page.getByLabel('Reason').fill('The customer goes home');
  await press(page, 'Check out and leave');
  await page.getByRole('button', { name: /^Undo / }).waitFor(SOON);
  expect(await status()).toBe('matched');

  await context.setOffline(false);
  await expect.poll(status, AFTER_A_MINUTE).toBe('completed');
  await expect.poll(() => page.getByText(/kept on this phone/).count(), SOON).toBe(0);
  const { items } = await customer.client.jobs.timeline({ params: { id: job.id } });
  expect(items.map(({ type }) => type).filter((type) => /^job\.(started|completed)$/.test(type))).toEqual([
    'job.started',
    'job.completed',
  ]);
  expect(complaints).toEqual([]);
  clearInterval(receiver);
  await context.close();
});
