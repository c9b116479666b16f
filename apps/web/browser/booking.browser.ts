import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, person, PHONE, signUp } from './browsing';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

it('a form that cannot be sent leads to its first mistake, and what is entered outlives a reload', async () => {
  const { page, context, complaints } = await person(browser, { viewport: PHONE, reducedMotion: 'reduce' });
  await signUp(page, 'customer', 'Fay');
  await page.goto('/book');
  const address = page.getByRole('combobox', { name: 'Address, ZIP code or town' });
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await expect.poll(() => address.evaluate((field) => field === document.activeElement)).toBe(true);
  const box = await address.boundingBox();
  expect(box?.y ?? -1).toBeGreaterThan(0);
  expect(box?.y ?? Infinity).toBeLessThan(PHONE.height);
  await page.getByRole('alert').getByText('Enter the address, ZIP code or town').waitFor({ state: 'attached' });

  await page.getByLabel('Name of the job').fill('Kept gate');
  await page.getByLabel('Hours', { exact: true }).fill('20');
  await page.getByText('One guard works at most 16 hours before they rest').waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('Name of the job').inputValue()).toBe('Kept gate');
  await page.getByText('One guard works at most 16 hours before they rest').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
