import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { baseUrl, openBrowser, PASSWORD, person, PHONE, signIn } from './browsing';
import { type Account, Cast } from './cast';

/** Far from the demo's guards and from other tests, which are offered jobs at the same time. */
const SAN_DIEGO = { lat: 32.7157, lng: -117.1611 };
const MINUTE_MS = 60_000;
/** A phone that knows only its cell; the server takes up to 200 m. */
const INEXACT_METERS = 900;

let browser: Browser;
let cast: Cast;
beforeAll(async () => {
  browser = await openBrowser();
  cast = await Cast.at(baseUrl(), SAN_DIEGO);
});
afterAll(() => browser.close());

it('says to a guard why a job went to another, to the customer who was asked; the job is extended and cancelled', async () => {
  const [ann, ben, cora] = await Promise.all([
    cast.guardOnDuty('Ann'),
    cast.guardOnDuty('Ben'),
    cast.account('customer', 'Cora'),
  ]);
  const guard = await person(browser, { viewport: PHONE });
  await signIn(guard.page, ann.email, PASSWORD);
  await guard.page.goto('/duty');
  await guard.page.getByText('No offers at the moment').waitFor();
  const { id: jobId } = await cast.book(cora, 'Gate of the harbour');
  await guard.page.getByRole('article', { name: 'Offer: Gate of the harbour' }).waitFor();
  await cast.accept(ben, jobId);
  const gone = guard.page.getByRole('region', { name: 'No longer open: Gate of the harbour' });
  await gone.getByRole('button', { name: 'Ask why' }).click();
  await gone.getByText('Another guard was first.').waitFor();
  await gone.getByRole('button', { name: 'Hide' }).click();
  await gone.waitFor({ state: 'detached' });

  // What fades in is hard to read until it is there.
  const customer = await person(browser, { reducedMotion: 'reduce' });
  await signIn(customer.page, cora.email, PASSWORD);
  await customer.page.goto(`/jobs/${jobId}`);
  const asked = customer.page.getByRole('region', { name: 'Who was asked, and why in this order' });
  await asked.getByRole('button', { name: /^Wave 1/ }).click();
  await asked.getByText('Ben Tester').waitFor();
  // Nobody's name before they accept, nor afterwards of those who did not.
  expect(await asked.getByText('Ann Tester').count()).toBe(0);
  await asked.getByText('somebody else was first').waitFor();
  await asked.getByText('accepted', { exact: true }).waitFor();
  await extend(customer.page, cora, jobId);
  await cancel(customer.page);
  expect([...guard.complaints, ...customer.complaints]).toEqual([]);
  await Promise.all([guard.context.close(), customer.context.close()]);
});

async function extend(page: Page, { client }: Account, jobId: string): Promise<void> {
  const before = await client.jobs.get({ params: { id: jobId } });
  await page.getByRole('button', { name: 'Extend this job' }).click();
  await page.getByRole('button', { name: 'Agree to $30.00 more' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Agree to $30.00 more' }).click();
  await page.getByText('The job is extended').waitFor();
  const after = await client.jobs.get({ params: { id: jobId } });
  expect(Date.parse(after.endTime) - Date.parse(before.endTime)).toBe(60 * MINUTE_MS);
  expect(after.totalAmountCents - before.totalAmountCents).toBe(3000);
}

async function cancel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cancel this job' }).click();
  const agree = page.getByRole('button', { name: /^Cancel for \$/ });
  await agree.waitFor();
  expect(await violations(page)).toEqual([]);
  await agree.click();
  await page.getByText('Cancelled', { exact: false }).first().waitFor();
}

it('tells a guard which of their positions were not taken, and why', async () => {
  const [gus, carla] = await Promise.all([cast.guardOnDuty('Gus'), cast.account('customer', 'Carla')]);
  const { id: jobId } = await cast.book(carla, 'Night at the museum');
  await cast.accept(gus, jobId);
  const geolocation = { latitude: SAN_DIEGO.lat, longitude: SAN_DIEGO.lng, accuracy: INEXACT_METERS };
  const { page, context, complaints } = await person(browser, {
    viewport: PHONE,
    permissions: ['geolocation'],
    geolocation,
  });
  await signIn(page, gus.email, PASSWORD);
  await page.goto(`/jobs/${jobId}`);
  await page.getByText('Your position is shared now').waitFor();
  // A real receiver goes on telling; the emulated one only when its position changes.
  await context.setGeolocation({ ...geolocation, latitude: SAN_DIEGO.lat + 0.001 });
  await page.getByText(/not taken: too inexact; go into the open/).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
