import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { Cast } from './cast';
import { DESK, openBrowser, type Person, person, PHONE, signUp } from './browsing';
import { type MovableApplication, runMovableApplication } from './server';
import { standInForStripe } from './stripe-form';

/** Cards as with real keys: given in Stripe's form. */

const ZIP = '92101';
/** Within that ZIP code, far from the guards of the demo. */
const SAN_DIEGO = { lat: 32.7157, lng: -117.1611 };
const GOOD_CARD = '4242424242424242';
const REFUSED_CARD = '4000000000000002';
const OTHER_CARD = '5555555555554444';
/** Its bank asks its owner every time. */
const ASKING_CARD = '4000002760003184';
const SCREENSHOTS = new URL('../screenshots/', import.meta.url).pathname;

let browser: Browser;
let application: MovableApplication;
beforeAll(async () => {
  const settings = { MOVABLE_CARD_FORM: '1', BATCH_WINDOW_SECONDS: '0' };
  [browser, application] = await Promise.all([openBrowser(), runMovableApplication(settings)]);
});
afterAll(async () => {
  await browser.close();
  await application.stop();
});

async function newCustomer(name: string): Promise<Person> {
  const customer = await person(browser, { baseURL: application.url, viewport: PHONE, reducedMotion: 'reduce' });
  await standInForStripe(customer.context, await application.stripeUrl());
  await signUp(customer.page, 'customer', name);
  return customer;
}

async function fillBooking(page: Page, title: string): Promise<void> {
  await page.goto('/book');
  await page.getByRole('combobox', { name: 'Address, ZIP code or town' }).fill(ZIP);
  await page.getByRole('option', { name: new RegExp(ZIP) }).click();
  await page.getByRole('button', { name: 'Put pin in the middle' }).click();
  await page.getByLabel('Name of the job').fill(title);
}

/** In the form that is open. */
async function giveCard(page: Page, number: string): Promise<void> {
  await page.frameLocator('iframe[title="Secure payment input frame"]').getByLabel('Card number').fill(number);
  await page.getByRole('button', { name: 'Save card' }).click();
}

/** @returns the job's id */
async function book(page: Page): Promise<string> {
  await page.getByRole('button', { name: /Book for at most/ }).click();
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  return page.url().split('/').at(-1) ?? '';
}

const isHeld = (page: Page) => page.getByText(/are held on the card: reserved, not taken/).waitFor();

/** A customer who has given a card and is about to book. */
async function readyToBook(name: string, title: string): Promise<Person> {
  const customer = await newCustomer(name);
  const { page } = customer;
  await fillBooking(page, title);
  await page.getByRole('button', { name: 'Add a card' }).click();
  await giveCard(page, GOOD_CARD);
  await page.getByText('Visa ending 4242').waitFor();
  return customer;
}

async function picture(page: Page, name: string): Promise<void> {
  for (const viewport of [DESK, PHONE]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${SCREENSHOTS}${name}-${viewport.width}.png` });
  }
}

it('a first card is given within the booking, whose draft stays, and what it costs is held on it', async () => {
  const { page, context, complaints, forgive } = await newCustomer('Nora');
  await fillBooking(page, 'First gate');
  await page.getByRole('button', { name: 'Add a card' }).click();
  forgive(/402/);
  await giveCard(page, REFUSED_CARD);
  await page.getByRole('alert').getByText('Your card was declined.').waitFor();
  await giveCard(page, GOOD_CARD);
  await page.getByText('Visa ending 4242').waitFor();
  expect(new URL(page.url()).search).toBe('');
  expect(await page.getByLabel('Name of the job').inputValue()).toBe('First gate');
  expect(await violations(page)).toEqual([]);
  await book(page);
  await isHeld(page);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a card that is refused at booking is told at once, with the way to another one', async () => {
  const { page, context, complaints } = await readyToBook('Olga', 'Refused gate');
  await application.declineNextCards(1);
  await book(page);
  const refused = page.getByRole('alert').filter({ hasText: 'The price could not be held on your card' });
  await refused.getByText(/Your card was declined. Without another card by .+ the job is cancelled/).waitFor();
  await page.getByRole('heading', { name: 'Guards are asked once a card holds the price' }).waitFor();
  expect(await page.getByText('Your card is being held').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await picture(page, 'job-refused');
  await refused.getByRole('button', { name: 'Use another card' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Visa ending 4242').waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add a card' }).click();
  await giveCard(page, OTHER_CARD);
  await refused.waitFor({ state: 'detached' });
  await isHeld(page);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a longer job is said to be one only once its price is held', async () => {
  const cast = await Cast.at(application.url, SAN_DIEGO);
  const guard = await cast.guardOnDuty('Gil');
  const { page, context, complaints } = await readyToBook('Petra', 'Longer gate');
  await cast.accept(guard, await book(page));
  const extend = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Extend this job' }).click();
    await page.getByRole('button', { name: /^Agree to \$/ }).click();
  };
  await application.declineNextCards(1);
  await extend();
  const refused = page.getByRole('alert').filter({ hasText: 'The job is not extended' });
  await refused.getByText(/Your card was declined. It ends at/).waitFor();
  expect(await page.getByText('The job is extended').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await picture(page, 'job-not-extended');
  await extend();
  await page.getByText('The job is extended').waitFor();
  await refused.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await context.close();
});

it('a card whose bank wants a word of its owner is not called refused; they answer on the job, and it is held', async () => {
  const { page, context, complaints, forgive } = await newCustomer('Quinn');
  // The server may have heard of the answer before the page asks it to look: there is nothing to confirm any more then.
  forgive(/status of 409/);
  const bank = page.frameLocator('iframe[title="Your bank"]');
  await fillBooking(page, 'Asking gate');
  await page.getByRole('button', { name: 'Add a card' }).click();
  await giveCard(page, ASKING_CARD);
  await bank.getByRole('button', { name: 'Complete authentication' }).click();
  await page.getByText('Visa ending 3184').waitFor();
  await book(page);
  const asked = page.getByRole('alert').filter({ hasText: 'Your bank wants to ask you' });
  await asked.getByText(/or another card, by .+ the job is cancelled/).waitFor();
  expect(await page.getByText(/could not be held on your card/).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await picture(page, 'job-bank-asks');
  await asked.getByRole('button', { name: 'Confirm with your bank' }).click();
  await bank.getByRole('button', { name: 'Complete authentication' }).click();
  await isHeld(page);
  await asked.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await context.close();
});

it('who could not convince their bank tries once more, after a reload too, or uses another card', async () => {
  const { page, context, complaints } = await newCustomer('Rosa');
  const bank = page.frameLocator('iframe[title="Your bank"]');
  await fillBooking(page, 'Unconvinced gate');
  await page.getByRole('button', { name: 'Add a card' }).click();
  await giveCard(page, ASKING_CARD);
  await bank.getByRole('button', { name: 'Complete authentication' }).click();
  await page.getByText('Visa ending 3184').waitFor();
  await book(page);
  const confirm = page.getByRole('button', { name: 'Confirm with your bank' });
  await confirm.click();
  await bank.getByRole('button', { name: 'Complete authentication' }).waitFor();
  await page.reload();
  await page.getByRole('alert').filter({ hasText: 'Your bank wants to ask you' }).waitFor();
  await confirm.click();
  await bank.getByRole('button', { name: 'Fail authentication' }).click();
  const failed = page.getByRole('alert').filter({ hasText: 'Your bank could not confirm that it is you' });
  await failed.getByText(/Nothing was held.+or another card, by .+ the job is cancelled/).waitFor();
  await page.getByRole('heading', { name: 'Guards are asked once a card holds the price' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'job-bank-failed');
  await confirm.click();
  await bank.getByRole('button', { name: 'Fail authentication' }).click();
  await failed.waitFor();
  await failed.getByRole('button', { name: 'Use another card' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Add a card' }).click();
  await giveCard(page, OTHER_CARD);
  await failed.waitFor({ state: 'detached' });
  await isHeld(page);
  expect(complaints).toEqual([]);
  await context.close();
});
