import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { baseUrl, openBrowser, PASSWORD, PHONE, person, signIn } from './browsing';
import { type Account, Cast } from './cast';

/** Far from the guards of other tests. */
const PLACE = { lat: 46.87, lng: -96.79 };
const SOON = { timeout: 60_000 };
/** Longer than has to be held: a page that is drawn slowly counts late. */
const HOLD_MS = 6000;

let browser: Browser;
let cast: Cast;

beforeAll(async () => {
  browser = await openBrowser();
  cast = await Cast.at(baseUrl(), PLACE);
});
afterAll(() => browser.close());

interface Matched {
  guard: Account;
  customer: Account;
  jobId: string;
}

async function matched(guardName: string, customerName: string): Promise<Matched> {
  const [guard, customer] = [await cast.guardOnDuty(guardName), await cast.account('customer', customerName)];
  const { id } = await cast.book(customer, 'Front gate');
  await cast.accept(guard, id);
  return { guard, customer, jobId: id };
}

it('on a phone of 360 px both parties write to each other live, and what is written without network is sent once when it is back', async () => {
  const { guard, customer, jobId } = await matched('Gail', 'Carl');
  const [first, second] = [await person(browser, { viewport: PHONE }), await person(browser, { viewport: PHONE })];
  await signIn(first.page, customer.email, PASSWORD);
  await signIn(second.page, guard.email, PASSWORD);
  for (const { page } of [first, second]) await page.goto(`${baseUrl()}/jobs/${jobId}`);
  const [ofCustomer, ofGuard] = [first, second].map(({ page }) => page.getByRole('region', { name: 'Messages' }));
  if (!ofCustomer || !ofGuard) throw new Error('there are two pages');
  await ofCustomer.getByLabel('Your message').fill('<b>Please</b> use the side gate');
  await ofCustomer.getByRole('button', { name: 'Send' }).click();
  await ofGuard.getByText('<b>Please</b> use the side gate').waitFor(SOON);
  await ofCustomer.getByText(/read$/).waitFor(SOON);

  await second.context.setOffline(true);
  await ofGuard.getByRole('button', { name: 'I am on my way' }).click();
  await ofGuard.getByText('Not sent yet').waitFor(SOON);
  await second.context.setOffline(false);
  await ofCustomer.getByText('I am on my way').waitFor(SOON);
  await expect.poll(() => ofGuard.getByTestId('waiting-message').count(), SOON).toBe(0);
  const { items } = await customer.client.conversations.ofJob({ params: { id: jobId } });
  expect(items.map(({ words }) => words)).toEqual(['<b>Please</b> use the side gate', 'I am on my way']);

  for (const { page } of [first, second]) {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(PHONE.width);
    expect(await violations(page)).toEqual([]);
  }
  for (const { context } of [first, second]) await context.close();
});

it('on a phone of 360 px a stranger follows a job by its link, with a distance and no place until the guard is there', async () => {
  const { guard, customer, jobId } = await matched('Gwen', 'Cleo');
  const { token, id } = await customer.client.sharing.make({ params: { id: jobId } });
  const stranger = await person(browser, { viewport: PHONE });
  const asked: string[] = [];
  stranger.page.on('request', (request) => asked.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));
  const answer = await stranger.page.goto(`${baseUrl()}/share#${token}`);
  expect(answer?.headers()).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' });
  await stranger.page.getByRole('heading', { name: 'Gwen guards this job' }).waitFor(SOON);
  await stranger.page.getByText('Gwen has accepted.').waitFor(SOON);
  const here = { location: PLACE, accuracyMeters: 10 };
  await guard.client.jobs.checkIn({ params: { id: jobId }, body: here });
  await stranger.page.reload();
  await stranger.page.getByText(/^Gwen is on site/).waitFor(SOON);
  expect(await violations(stranger.page)).toEqual([]);
  expect(asked.filter((line) => line.includes(token))).toEqual([]);
  // Nothing of the application is loaded for it.
  expect(asked.filter((line) => /\/assets\/(start|app)-/.test(line))).toEqual([]);
  await guard.client.sharing.end({ params: { id } });
  await stranger.page.reload();
  await stranger.page.getByRole('heading', { name: 'This link has ended' }).waitFor(SOON);
  await stranger.context.close();
});

it('on a phone of 360 px a guard calls for help by holding, takes it back in time, and without network is told that nobody knows yet', async () => {
  const { guard, customer, jobId } = await matched('Gina', 'Curt');
  const phone = await person(browser, { viewport: PHONE });
  await signIn(phone.page, guard.email, PASSWORD);
  await phone.page.goto(`${baseUrl()}/jobs/${jobId}`);
  const help = phone.page.getByRole('region', { name: 'Help' });
  await expect(help.getByRole('link', { name: '911' }).first().getAttribute('href')).resolves.toBe('tel:911');
  const button = help.getByRole('button', { name: /^Hold for two seconds/ });
  await button.click();
  const alarms = async () => (await guard.client.alarms.ofJob({ params: { id: jobId } })).items;
  expect(await alarms()).toEqual([]);
  await button.click({ delay: HOLD_MS });
  await help.getByText(/^We tell our desk/).waitFor(SOON);
  await help.getByRole('button', { name: 'Take it back' }).click();
  await button.waitFor(SOON);
  expect((await alarms()).map(({ state }) => state)).toEqual(['withdrawn']);

  await phone.context.setOffline(true);
  await button.click({ delay: HOLD_MS });
  await help.getByText('Nobody knows yet').waitFor(SOON);
  await phone.context.setOffline(false);
  const told = async (): Promise<string[]> =>
    (await customer.client.notifications.list()).items.map(({ kind }) => kind);
  await expect.poll(told, SOON).toContain('alarm_of_guard');
  expect(await violations(phone.page)).toEqual([]);
  await phone.context.close();
});
