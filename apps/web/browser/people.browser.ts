import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO, openBrowser, PASSWORD, person, signIn, signUp } from './browsing';
import { mailedLink } from './outbox';

const PICTURE = fileURLToPath(new URL('../public/icons/aegis-192.png', import.meta.url));

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

it('an address is changed by the mail to the new one', async () => {
  const { page, context, complaints } = await person(browser);
  await signUp(page, 'customer', 'Mara');
  await page.goto('/account');
  const email = `mara-${Date.now()}@new.example`;
  const section = page.getByRole('region', { name: 'E-mail' });
  await section.getByLabel('New e-mail').fill(email);
  await section.getByLabel('Your password').fill(PASSWORD);
  await section.getByRole('button', { name: 'Change e-mail' }).click();
  await page.getByText(`Open the link that we mailed to ${email}.`).waitFor();
  await page.goto(await mailedLink(email, 'Confirm your new e-mail address'));
  await page.getByRole('button', { name: 'Use this address' }).click();
  await page.getByText('Your address is changed').waitFor();
  await page.getByRole('link', { name: 'Open my account' }).click();
  await page.getByText(email).first().waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it('papers are refused beside their picture, the guard reads why, and a suspension is lifted again', async () => {
  const guard = await person(browser);
  await signUp(guard.page, 'guard', 'Rolf');
  await guard.page.goto('/profile');
  await guard.page.getByLabel('Licence number').fill('R-100001');
  await guard.page.getByRole('textbox', { name: 'State' }).fill('CA');
  await guard.page.getByLabel('Valid to').fill('Dec 31, 2030');
  await guard.page.getByRole('combobox', { name: 'Where you usually start from' }).fill('92101');
  await guard.page.getByRole('option', { name: /92101/ }).click();
  await guard.page.getByRole('button', { name: 'Save profile' }).click();
  await guard.page.getByText('Profile saved').waitFor();
  await guard.page.getByRole('region', { name: 'Papers' }).locator('input[type=file]').setInputFiles(PICTURE);
  await guard.page.getByText('Licence sent').waitFor();

  const { page, context, complaints } = await person(browser);
  await signIn(page, DEMO.admin, DEMO.password);
  await page.goto('/admin/guards');
  await page.getByRole('button', { name: /^Verify Rolf/ }).click();
  await page.getByAltText(/^Licence of Rolf/).waitFor();
  await page.getByRole('button', { name: 'Larger' }).click();
  await page.getByText('150 %').waitFor();
  await page.getByRole('button', { name: 'No licence' }).click();
  const reason = page.getByLabel('Reason');
  await expect
    .poll(() => reason.inputValue())
    .toBe('The picture shows no guard licence of the state that you entered.');
  await page.getByRole('button', { name: 'Refuse the papers' }).click();
  await page.getByText('Rolf reads the reason on their profile.').waitFor();
  await guard.page.reload();
  await guard.page.getByText('The picture shows no guard licence of the state that you entered.').waitFor();

  await page.goto('/admin/users');
  await page.getByRole('button', { name: /^Suspend Rolf/ }).click();
  await page.getByLabel('Reason').fill('because of the test');
  await page.getByRole('button', { name: 'Suspend the account' }).click();
  await page.getByRole('button', { name: /^Reinstate Rolf/ }).click();
  await page.getByLabel('Reason').fill('because of the test');
  await page.getByRole('button', { name: 'Lift the suspension' }).click();
  await page.getByRole('button', { name: /^Suspend Rolf/ }).waitFor();
  expect(complaints).toEqual([]);
  await Promise.all([context.close(), guard.context.close()]);
});
