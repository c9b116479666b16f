import type { Browser, Locator, Page } from 'playwright-core';
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

const timeOf = (page: Page): Locator =>
  page.locator('input[type=text], input:not([type])').and(page.getByLabel('Time', { exact: true }));
const HALF_PAST_TEN = /^10:30\sPM$/;

/** Days ahead, as the calendar names its days. */
function dayAhead(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000);
  return `${day.getDate()} ${day.toLocaleDateString('en-US', { month: 'long' })} ${day.getFullYear()}`;
}

it('a later start is chosen by mouse, by finger and by keyboard', async () => {
  const { page, context, complaints } = await person(browser, {
    viewport: PHONE,
    hasTouch: true,
    reducedMotion: 'reduce',
  });
  await signUp(page, 'customer', 'Lena');
  for (const touch of [(what: Locator) => what.click(), (what: Locator) => what.tap()]) {
    await page.goto('/book');
    await page.getByText('As soon as possible', { exact: true }).click();
    await touch(page.getByText('Later', { exact: true }));
    await expect.poll(() => timeOf(page).inputValue()).toMatch(/^\d+:(00|30)\s[AP]M$/);
    await touch(timeOf(page));
    await touch(page.getByRole('option', { name: HALF_PAST_TEN }));
    await expect.poll(() => timeOf(page).inputValue()).toMatch(HALF_PAST_TEN);
    await touch(page.getByRole('button', { name: /^Day\b/ }));
    await touch(page.getByRole('button', { name: dayAhead(3), exact: true }));
    expect(await timeOf(page).inputValue()).toMatch(HALF_PAST_TEN);
  }
  await timeOf(page).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('9:20 pm');
  await page.keyboard.press('Tab');
  await expect.poll(() => timeOf(page).inputValue()).toMatch(/^9:20\sPM$/);
  await page.reload();
  await expect.poll(() => timeOf(page).inputValue()).toMatch(/^9:20\sPM$/);
  expect(complaints).toEqual([]);
  await context.close();
});
