import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { baseUrl, DESK, openBrowser, PASSWORD, person, PHONE, signIn } from './browsing';
import { Cast } from './cast';

const SACRAMENTO = { lat: 38.5816, lng: -121.4944 };
const DAY_MINUTES = 24 * 60;
const SCREENSHOTS = new URL('../screenshots/', import.meta.url).pathname;

let browser: Browser;
let cast: Cast;
beforeAll(async () => {
  browser = await openBrowser();
  cast = await Cast.at(baseUrl(), SACRAMENTO);
});
afterAll(() => browser.close());

/** At both sizes. */
async function picture(page: Page, name: string): Promise<void> {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `${SCREENSHOTS}${name}-${size.width}-light.png` });
  }
}

/** A digit too many is asked about; who thinks better of it finds what they have typed. */
async function thinkBetterOf(page: Page, dialog: Locator): Promise<void> {
  await dialog.getByLabel('You offer per hour').fill('1450');
  await dialog.getByText(/The whole price is \$2,900\.00 then/).waitFor();
  await dialog.getByRole('button', { name: 'Ask the guard' }).dblclick();
  const question = page.getByRole('dialog', { name: 'Is this what you want?' });
  await question.getByText('It is about $2,900.00.').waitFor();
  await picture(page, 'customer-second-look');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  expect(await dialog.getByLabel('You offer per hour').inputValue()).toBe('$1450.00');
}

it('a job is changed, another rate is agreed to by its guard, and an ended one is booked again', async () => {
  const [customer, guard] = [await cast.account('customer', 'Edda'), await cast.guardOnDuty('Egon')];
  const job = await cast.book(customer, 'Depot gate', DAY_MINUTES);
  await cast.accept(guard, job.id);
  const [desk, phone] = [await person(browser, { viewport: DESK }), await person(browser, { viewport: PHONE })];
  const { page } = desk;
  await signIn(page, customer.email, PASSWORD);
  await signIn(phone.page, guard.email, PASSWORD);
  await phone.page.goto(`/jobs/${job.id}`);

  await page.goto(`/jobs/${job.id}`);
  await page.getByRole('button', { name: 'Change this job' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('For the guard').fill('Code 9876');
  await dialog.getByText('You change: notes for the guard.').waitFor();
  await dialog.getByRole('button', { name: 'Change the job' }).click();
  await phone.page.getByText('Code 9876').waitFor();

  await page.getByRole('button', { name: 'Change this job' }).click();
  await thinkBetterOf(page, dialog);
  expect((await customer.client.jobEdits.proposals({ params: { id: job.id } })).items).toEqual([]);
  await dialog.getByLabel('You offer per hour').fill('45');
  await dialog.getByText(/The whole price is \$90\.00 then, instead of \$60\.00/).waitFor();
  await picture(page, 'customer-edit');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Ask the guard' }).dblclick();
  await page.getByText('You asked for a change').waitFor();
  await phone.page.getByText('You earn $72.00, instead of $48.00.').waitFor();
  expect((await customer.client.jobEdits.proposals({ params: { id: job.id } })).items).toHaveLength(1);
  await phone.page.screenshot({ path: `${SCREENSHOTS}guard-proposal-360-light.png` });
  expect(await violations(phone.page)).toEqual([]);
  await phone.page.getByRole('button', { name: 'Agree to the change' }).click();
  await expect
    .poll(async () => (await customer.client.jobs.get({ params: { id: job.id } })).totalAmountCents, {
      timeout: 60_000,
    })
    .toBe(9000);
  await page.getByText('Changed: rate').waitFor();

  await customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'rain' } });
  await page.getByRole('link', { name: 'Book again' }).click();
  await page.waitForURL(/again=/);
  expect(await page.getByLabel('For the guard').inputValue()).toBe('Code 9876');
  expect(await page.getByLabel('Name of the job').inputValue()).toBe('Depot gate');
  await page.getByRole('button', { name: 'Save this place' }).click();
  await page.getByLabel('Name of the place').fill('Depot');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('“Depot” can be chosen at your next booking.').waitFor();
  await page.getByRole('button', { name: /^Day\b/ }).waitFor();

  const address = page.getByRole('combobox', { name: 'Address, ZIP code or town' });
  await address.fill('95814');
  await page.getByText('The price appears when the place and the time are set.').waitFor();
  await page.getByRole('combobox', { name: 'A saved place' }).click();
  await page.getByRole('option', { name: 'Depot' }).click();
  expect(await address.inputValue()).toBe(job.locationAddress);

  await page.goto('/account');
  await page.getByText('Depot', { exact: true }).waitFor();
  await page.screenshot({ path: `${SCREENSHOTS}customer-places-1440-light.png`, fullPage: true });
  await page.getByRole('button', { name: 'Remove Depot' }).click();
  await page.getByText('None yet. A place you book').waitFor();
  expect([...desk.complaints, ...phone.complaints]).toEqual([]);
});
