import { ReceiptChecker } from '@aegis/receipt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { DEMO, DESK, openBrowser, PASSWORD, type Person, person, PHONE, signIn } from './browsing';
import { type Account, Cast } from './cast';
import { type MovableApplication, runMovableApplication } from './server';

/** What was worked, and how two people who see it otherwise come to agree. */

const MINUTE_MS = 60_000;
const SCREENSHOTS = new URL('../screenshots/', import.meta.url).pathname;

let browser: Browser;
let application: MovableApplication;
let cast: Cast;

beforeAll(async () => {
  [browser, application] = await Promise.all([openBrowser(), runMovableApplication({ BATCH_WINDOW_SECONDS: '0' })]);
  cast = await Cast.at(application.url, { lat: 33, lng: -104 }, () => application.now().getTime());
});
afterAll(async () => {
  await browser.close();
  await application.stop();
});

const fix = ({ client }: Account, id: string) =>
  client.tracking.upload({
    params: { id },
    body: { fixes: [{ ...cast.place, accuracyMeters: 10, recordedAt: application.now().toISOString() }] },
  });

/** Two hours at 30.00, and the guard is at work. */
async function begun(title: string) {
  const [customer, guard] = [await cast.account('customer', 'Cora'), await cast.guardOnDuty('Gus')];
  const { id } = await cast.book(customer, title, 0);
  await cast.accept(guard, id);
  await guard.client.jobs.checkIn({ params: { id }, body: { location: cast.place, accuracyMeters: 10 } });
  return { customer, guard, id, read: () => customer.client.hours.ofJob({ params: { id } }) };
}

/** Checks out after so many minutes, heard of every five in the first hour. */
async function worked(title: string, minutes: number) {
  const shift = await begun(title);
  for (let minute = 0; minute < minutes; minute += 5) {
    await application.move(5 * MINUTE_MS);
    if (minute < 60) await fix(shift.guard, shift.id);
  }
  const body = { location: cast.place, accuracyMeters: 10, reason: 'It was over' };
  await shift.guard.client.jobs.checkOut({ params: { id: shift.id }, body });
  return shift;
}

async function at(account: { email: string }, password = PASSWORD, size = PHONE): Promise<Person> {
  const one = await person(browser, { baseURL: application.url, viewport: size, reducedMotion: 'reduce' });
  await one.page.clock.install({ time: application.now() });
  await signIn(one.page, account.email, password);
  return one;
}

/** At both sizes. */
async function picture(page: Page, name: string): Promise<void> {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    await page.screenshot({
      animations: 'disabled',
      fullPage: true,
      path: `${SCREENSHOTS}${name}-${size.width}-light.png`,
    });
  }
  await page.setViewportSize(PHONE);
}

const hours = (page: Page) => page.getByRole('region', { name: 'Hours' });
const press = (page: Page, name: string | RegExp) => hours(page).getByRole('button', { name, exact: true }).click();

it('time beyond the booked end is claimed in two taps, agreed to in one, and paid', async () => {
  const { customer, guard, id, read } = await worked('Gate until late', 160);
  const theirs = await at(guard);
  await theirs.page.goto(`/jobs/${id}`);
  await hours(theirs.page)
    .getByText(/^2 h 4\d min worked$/)
    .waitFor();
  await hours(theirs.page).getByText('No more is charged than was booked').waitFor();
  await picture(theirs.page, 'hours-guard');
  await press(theirs.page, 'These are not the hours');
  expect(await violations(theirs.page)).toEqual([]);
  await press(theirs.page, /^Ask for 2 h 4\d min$/);
  await hours(theirs.page).getByText('You asked for other hours').waitFor();

  const mine = await at(customer);
  await mine.page.goto(`/jobs/${id}`);
  await hours(mine.page).getByText('($82.50 instead of $60.00)').waitFor();
  expect(await violations(mine.page)).toEqual([]);
  await picture(mine.page, 'hours-customer');
  await press(mine.page, 'Agree');
  await hours(mine.page).getByText('It costs $82.50').waitFor();
  await expect.poll(async () => (await read()).dueAmountCents).toBe(8250);
  await mine.page.getByText('for corrected hours: paid').waitFor();
  // With the same tap the customer's device has signed; the guard signs what they see.
  await hours(mine.page).getByText('You signed these hours on').waitFor();
  await press(theirs.page, 'Sign these hours');
  await hours(theirs.page)
    .getByText(/The customer signed these hours on .* You signed these hours on/)
    .waitFor();
  expect(await violations(theirs.page)).toEqual([]);
  await picture(theirs.page, 'hours-signed');
  const { content } = await guard.client.receipts.file({ params: { id } });
  const checker = new ReceiptChecker(await guard.client.receipts.keys());
  expect(checker.check(Buffer.from(content as Uint8Array).toString()).agreements).toMatchObject([
    { body: { party: 'customer', workedMinutes: expect.any(Number) as number }, isToWhatCounts: true },
    { body: { party: 'guard', dueCents: 8250 }, isToWhatCounts: true },
  ]);
  expect([...theirs.complaints, ...mine.complaints]).toEqual([]);

  await press(mine.page, 'Give a tip');
  await press(mine.page, '$20.00');
  await hours(mine.page).getByRole('button', { name: 'Give $20.00', exact: true }).dblclick();
  await hours(mine.page).getByText('You gave a tip of $20.00').waitFor();
  const { items } = await customer.client.payments.ofJob({ params: { id } });
  expect(items.filter(({ type, purpose }) => type === 'charge' && purpose === 'tip')).toHaveLength(1);
  await Promise.all([theirs.context.close(), mine.context.close()]);
});

it('hours that the two do not agree on are decided from the board, on the evidence', async () => {
  const { customer, guard, id, read } = await worked('Contested gate', 120);
  const asked = await customer.client.hours.ask({
    params: { id },
    body: { kind: 'minutes', workedMinutes: 60, reason: 'They were gone for an hour' },
  });
  await guard.client.hours.decline({ params: { id: asked.id }, body: { reason: 'I was there' } });
  const { page, context, complaints } = await at({ email: DEMO.admin }, DEMO.password, DESK);
  await page.goto('/admin/board');
  await page.getByRole('link', { name: 'Decide the hours: Contested gate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('They were gone for an hour').waitFor();
  await dialog.getByText('I was there').waitFor();
  await dialog.getByLabel('Hours').fill('1');
  await dialog.getByLabel('Minutes').fill('45');
  await dialog.getByLabel('Reason').fill('The positions show them there for all but a quarter');
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ animations: 'disabled', path: `${SCREENSHOTS}hours-decide-1440-light.png` });
  await dialog.getByRole('button', { name: 'Decide', exact: true }).click();
  await page.getByText('An administrator decided on 1 h 45 min').first().waitFor();
  expect(await read()).toMatchObject({ workedMinutes: 105, dueAmountCents: 5250, canAskUntil: null });
  expect(complaints).toEqual([]);
  await context.close();
});

it('a break is begun and ended with a button, and is not paid', async () => {
  const { guard, id, read } = await begun('Gate with a break');
  const { page, context, complaints } = await at(guard);
  await page.goto(`/jobs/${id}`);
  await page.getByRole('button', { name: 'Take a break' }).click();
  await page.getByText(/On a break since/).waitFor();
  await application.move(30 * MINUTE_MS);
  await page.getByRole('button', { name: 'Back to work' }).click();
  await page.getByRole('button', { name: 'Take a break' }).waitFor();
  await application.move(90 * MINUTE_MS);
  await guard.client.jobs.checkOut({ params: { id }, body: { location: cast.place, accuracyMeters: 10 } });
  const { record } = await read();
  expect(record?.breakMinutes).toBeGreaterThanOrEqual(30);
  expect(record?.workedMinutes).toBeLessThanOrEqual(92);
  expect(complaints).toEqual([]);
  await context.close();
});
