import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { DEMO, openBrowser, person, PHONE, signIn } from './browsing';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent?.trim().slice(0, 40)}`);

it('the heading of the page that was opened has the focus, and the one that was loaded has not', async () => {
  const { page, context, complaints } = await person(browser, { reducedMotion: 'reduce' });
  await signIn(page, DEMO.customer, DEMO.password);
  await page.goto('/jobs');
  await page.getByText('Concert evening').waitFor();
  expect(await focused(page)).toMatch(/^BODY/);

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Account' }).first().press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
  await expect.poll(() => focused(page)).toBe('H1 Account');
  // From there on by keyboard: into the page, and not back to its beginning.
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('#page') !== null)).toBe(true);

  await page.goBack();
  await page.getByText('Concert evening').waitFor();
  await expect.poll(() => focused(page)).toBe('H1 My jobs');
  // The one that is open is not announced again by what is chosen on it.
  const state = page.getByText('Searching', { exact: true });
  await state.click();
  expect(await focused(page)).not.toMatch(/^H1/);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a visitor finds help, terms and privacy from the first page and from the sign-up', async () => {
  const { page, context, complaints } = await person(browser, { viewport: PHONE, reducedMotion: 'reduce' });
  for (const [from, name] of [
    ['/', 'Help'],
    ['/', 'Terms'],
    ['/', 'Privacy'],
    ['/sign-up', 'terms'],
    ['/sign-up', 'privacy'],
  ] as const) {
    await page.goto(from);
    await page.locator('#root').getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { level: 1, name, exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  }
  expect(complaints).toEqual([]);
  await context.close();
});
