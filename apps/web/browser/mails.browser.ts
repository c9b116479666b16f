import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, PASSWORD, person, signUp } from './browsing';
import { mailedLink } from './outbox';

const NEW_PASSWORD = 'another-long-password';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

it('the mailed link confirms an address, once, and its token does not stay in the address bar', async () => {
  const here = await person(browser);
  const email = await signUp(here.page, 'customer', 'Vera');
  const link = await mailedLink(email, 'Confirm your e-mail address');
  // On another device, where nobody is signed in.
  const there = await person(browser);
  there.forgive(/status of 4\d\d/);
  await there.page.goto(link);
  await there.page.getByRole('button', { name: 'Confirm my address' }).waitFor();
  expect(there.page.url()).not.toContain('#');
  await there.page.reload();
  await there.page.getByRole('button', { name: 'Confirm my address' }).click();
  await there.page.getByText('Your address is confirmed').waitFor();

  await here.page.goto('/account');
  await here.page.getByText(email).first().waitFor();
  await here.page.getByText('Your e-mail address is not confirmed yet').waitFor({ state: 'detached' });

  await there.page.goto('about:blank');
  await there.page.goto(link);
  await there.page.getByRole('button', { name: 'Confirm my address' }).click();
  await there.page.getByRole('alert').waitFor();
  expect([...here.complaints, ...there.complaints]).toEqual([]);
  await Promise.all([here.context.close(), there.context.close()]);
});

it('the mailed link sets a new password, and the old one is none any more', async () => {
  const { page, context, complaints, forgive } = await person(browser);
  forgive(/status of 401/);
  const email = await signUp(page, 'customer', 'Petra');
  await page.goto(await mailedLink(email, 'Confirm your e-mail address'));
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await page.getByText('Your address is confirmed').waitFor();
  await page.getByRole('button', { name: /account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();

  await page.getByRole('link', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: /forgot/i }).click();
  // Until the page is there the one before it stays, and has such a field too.
  await page.getByRole('button', { name: 'Mail me the link' }).waitFor();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  await page.getByText('Look into your mail').waitFor();

  await page.goto(await mailedLink(email, 'Set a new password'));
  await page.locator('input[type=password]').fill(NEW_PASSWORD);
  expect(page.url()).not.toContain('#');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByText('Your new password is set').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();

  await page.getByLabel('E-mail').fill(email);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('The e-mail address or the password is wrong.').waitFor();
  await page.locator('input[type=password]').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  expect(complaints).toEqual([]);
  await context.close();
});

it('a link that was cut off says so, and how to get another', async () => {
  const { page, context, complaints } = await person(browser);
  await page.goto('/reset-password#half-of-it');
  await page.getByText('This link is not whole.').waitFor();
  await page.getByRole('link', { name: 'Ask for a new link' }).click();
  await page.getByRole('button', { name: 'Mail me the link' }).waitFor();
  await page.goto('/verify-email');
  await page.getByText('This link is not whole.').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
