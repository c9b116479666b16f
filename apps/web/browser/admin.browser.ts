import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { DEMO, openBrowser, person, PHONE, savedBy, signIn } from './browsing';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

it('the bar of a phone has room for everything, and its menu works by keyboard', async () => {
  const { page, context, complaints } = await person(browser, { viewport: PHONE, reducedMotion: 'reduce' });
  await signIn(page, DEMO.admin, DEMO.password);
  const bar = page.getByRole('contentinfo').getByRole('navigation', { name: 'Main' });
  await bar.getByRole('button', { name: 'More' }).waitFor();
  expect(await bar.evaluate((nav) => nav.scrollWidth - nav.clientWidth)).toBe(0);
  await bar.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Payments' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menuitem', { name: 'Payments' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Payments' }).waitFor();
  expect(await violations(page)).toEqual([]);
  // From the button into the menu, and to its last entry.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Indexes' }).waitFor();
  expect(await bar.getByRole('button', { name: 'More' }).getAttribute('aria-current')).toBe('true');
  expect(complaints).toEqual([]);
  await context.close();
});

it('a background check is recorded, read again, and both stand in the audit log', async () => {
  const { page, context, complaints } = await person(browser, { reducedMotion: 'reduce' });
  await signIn(page, DEMO.admin, DEMO.password);
  await page.goto('/admin/checks');
  await page.getByLabel('Search', { exact: true }).fill('alvarez');
  await page.getByRole('button', { name: 'Open check of Luis Alvarez' }).click();
  await page.getByText('None is recorded yet.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Checked on').fill('Nov 1, 2025');
  await page.getByLabel('Who checked').fill('State police');
  await page.getByRole('button', { name: 'Record the check' }).click();
  await page.getByText('is kept encrypted').waitFor();
  await page.getByRole('button', { name: 'Open check of Luis Alvarez' }).click();
  await expect.poll(() => page.getByLabel('Who checked').inputValue()).toBe('State police');
  await page.keyboard.press('Escape');

  await page.goto('/admin/audit');
  await page.getByText('Recorded a background check').first().waitFor();
  await page.getByText('Read a background check').first().waitFor();
  await page.getByLabel('Search', { exact: true }).fill('no such words');
  await page.getByText('Nothing is found for these words.').waitFor();
  // What is looked for is in the address: a reload loses nothing, and it can be sent to somebody.
  await expect.poll(() => new URL(page.url()).searchParams.get('words')).toBe('no such words');
  await page.reload();
  await page.getByText('Nothing is found for these words.').waitFor();
  // The file has what is found: by the name of whom something was done to.
  await page.getByLabel('Search', { exact: true }).fill('alvarez');
  await page.getByText('Recorded a background check').first().waitFor();
  const log = await savedBy(page, () => page.getByRole('button', { name: 'Export CSV' }).click());
  expect(log.name).toMatch(/^aegis-audit-log-.+\.csv$/);
  expect(log.content.toString()).toContain('Recorded a background check');
  expect(complaints).toEqual([]);
  await context.close();
});
