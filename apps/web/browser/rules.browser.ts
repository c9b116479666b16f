import type { Browser, BrowserContext, Geolocation } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, PASSWORD, person, PHONE, signIn } from './browsing';
import { Cast } from './cast';
import { type RunningApplication, runApplication } from './server';

const OAKLAND = { lat: 37.8044, lng: -122.2712 };
/** Beyond the usual geofence, within this one. */
const AWAY_METERS = 340;
const DEGREES_PER_METER = 1 / 111_320;
const REPORT_MS = 2000;
const TREMBLE_DEGREES = 0.000_005;
const DAY_MINUTES = 24 * 60;

/** None of them as by default: a page that says a number of its own says a wrong one here. The demo's jobs fit them. */
const RULES = {
  PLATFORM_FEE_PERCENT: '15',
  BILLING_STEP_MINUTES: '5',
  BILLING_MINIMUM_MINUTES: '15',
  CANCELLATION_POLICY: '48:0,12:40,0:70',
  JOB_MAX_HOURS: '10',
  GEOFENCE_METERS: '300',
  GEOFENCE_LIMIT_METERS: '400',
  LOCATION_RETENTION_DAYS: '10',
  ERASURE_GRACE_DAYS: '12',
};

let browser: Browser;
let application: RunningApplication;
let cast: Cast;
beforeAll(async () => {
  [browser, application] = await Promise.all([openBrowser(), runApplication(RULES)]);
  cast = await Cast.at(application.url, OAKLAND);
});
afterAll(async () => {
  await browser.close();
  await application.stop();
});

it('pages say the rules of their server', async () => {
  const { page, context, complaints } = await person(browser, { baseURL: application.url });
  await page.goto('/');
  await page.getByText('charged after the job, in steps of 5 minutes.').waitFor();
  await page.getByText('Of $25.00 an hour the guard gets $21.25; $3.75 keep the service').waitFor();
  const { email } = await cast.account('customer', 'Cleo');
  await signIn(page, email, PASSWORD);
  await page.goto('/book');
  await page
    .getByText(
      'Free to cancel until a guard has accepted, and up to 48 hours before; then 40 % of the price, in the last 12 hours 70 %.',
    )
    .waitFor();
  await page.getByRole('combobox', { name: 'Address, ZIP code or town' }).fill('94607');
  await page.getByRole('option', { name: /94607/ }).click();
  await page.getByText('Charged is the time worked, in steps of 5 minutes, at least 15 minutes.').waitFor();
  const hours = page.getByLabel('Hours', { exact: true });
  await hours.fill('12');
  await hours.blur();
  expect(Number(await hours.inputValue())).toBeLessThanOrEqual(10);
  await page.goto('/account');
  await page.getByText('positions of the last 10 days').waitFor();
  await page.getByText('everything you wrote 12 days later').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

/** A real receiver reports every second or two, also of one who stands; the emulated one only when it is told. */
function reportAgain(context: BrowserContext, place: Geolocation): () => void {
  let reports = 0;
  const timer = setInterval(
    () => void context.setGeolocation({ ...place, latitude: place.latitude + (reports++ % 2) * TREMBLE_DEGREES }),
    REPORT_MS,
  );
  return () => clearInterval(timer);
}

it('what the customer is told so far is what is charged, and the guard checks in where the page says so', async () => {
  const [gus, cara] = await Promise.all([cast.guardOnDuty('Gus'), cast.account('customer', 'Cara')]);
  const { id } = await cast.book(cara, 'Warehouse', 0);
  await cast.accept(gus, id);
  const geolocation = {
    latitude: OAKLAND.lat + AWAY_METERS * DEGREES_PER_METER,
    longitude: OAKLAND.lng,
    accuracy: 45,
  };
  const guard = await person(browser, {
    baseURL: application.url,
    viewport: PHONE,
    permissions: ['geolocation'],
    geolocation,
  });
  const customer = await person(browser, { baseURL: application.url });
  await Promise.all([signIn(guard.page, gus.email, PASSWORD), signIn(customer.page, cara.email, PASSWORD)]);
  const stopReporting = reportAgain(guard.context, geolocation);
  await Promise.all([guard.page.goto(`/jobs/${id}`), customer.page.goto(`/jobs/${id}`)]);
  await guard.page.getByText(/^You are at the site, /).waitFor();
  await guard.page.getByRole('button', { name: 'Check in' }).click();
  await guard.page.getByText(/On site since/).waitFor();

  // A quarter of an hour of 30.00.
  const price = customer.page.getByRole('region', { name: 'Price' });
  await price.getByText(/so far$/).waitFor();
  await price.getByText('$7.50', { exact: true }).waitFor();
  await guard.page.getByRole('button', { name: 'Check out' }).click();
  await guard.page.getByLabel('Reason').fill('The customer goes home');
  await guard.page.getByRole('button', { name: 'Check out and leave' }).click();
  await guard.page.getByRole('button', { name: /^Undo / }).waitFor();
  // Whoever puts the page away within the minute means it.
  await guard.page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await customer.page.getByRole('heading', { name: 'Done. You paid $7.50' }).waitFor();
  const { dueAmountCents } = await cara.client.jobs.get({ params: { id } });
  expect(dueAmountCents).toBe(750);
  expect([...guard.complaints, ...customer.complaints]).toEqual([]);
  stopReporting();
  await Promise.all([guard.context.close(), customer.context.close()]);
});

it('cancelling costs what the page said', async () => {
  const [gwen, cody] = await Promise.all([cast.guardOnDuty('Gwen'), cast.account('customer', 'Cody')]);
  const { id, totalAmountCents } = await cast.book(cody, 'Market hall', 1.5 * DAY_MINUTES);
  await cast.accept(gwen, id);
  const { page, context, complaints } = await person(browser, { baseURL: application.url });
  await signIn(page, cody.email, PASSWORD);
  await page.goto(`/jobs/${id}`);
  await page.getByRole('button', { name: 'Cancel this job' }).click();
  // 40 % of two hours at 30.00.
  await page.getByRole('button', { name: 'Cancel for $24.00' }).click();
  await page.getByRole('heading', { name: /^Cancelled(, for|; you paid) \$24\.00$/ }).waitFor();
  const { dueAmountCents } = await cody.client.jobs.get({ params: { id } });
  expect(dueAmountCents).toBe(totalAmountCents * 0.4);
  expect(complaints).toEqual([]);
  await context.close();
});
