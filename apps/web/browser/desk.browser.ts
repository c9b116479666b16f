import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { baseUrl, DEMO, openBrowser, person, PHONE, signIn } from './browsing';
import { Cast } from './cast';

/** Nobody but these is near. */
const PLACE = { lat: 32.7157, lng: -117.1611 };

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

it('an operator finds a job by keyboard, assigns a named guard and takes them off, each with its reason', async () => {
  const cast = await Cast.at(baseUrl(), PLACE);
  const customer = await cast.account('customer', 'Desdemona');
  const guard = await cast.guardOnDuty('Thelonious');
  // Off duty nobody asks them: they are assigned by name.
  await guard.client.guards.setAvailability({ body: { status: 'offline' } });
  await guard.client.users.changeMe({ body: { phone: '(213) 555-0134' } });
  const title = `Harbour watch ${Date.now()}`;
  const job = await cast.book(customer, title);

  const { page, context, complaints } = await person(browser, { reducedMotion: 'reduce' });
  await signIn(page, DEMO.admin, DEMO.password);
  await page.goto('/admin/board');
  await page.getByRole('link', { name: title, exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);

  // `/` goes to the box, Esc leaves it, Enter opens what is chosen.
  const box = page.getByRole('textbox', { name: 'Search jobs and people' });
  await box.waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('desdemona');
  await page
    .getByRole('option', { name: /Desdemona Tester/ })
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => box.inputValue()).toBe('');
  await page.keyboard.press('/');
  await page.keyboard.type('harbour watch');
  await page.getByRole('option', { name: title }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/admin/jobs/${job.id}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();

  await page.getByRole('button', { name: 'Assign a guard' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Guard', { exact: true }).fill('thelon');
  await dialog.getByRole('radio', { name: 'Thelonious Tester' }).check();
  await dialog.getByLabel('Reason').fill('They agreed on the phone');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click();

  const panel = page.getByRole('region', { name: 'Guard', exact: true });
  await panel.getByRole('link', { name: '(213) 555-0134' }).waitFor();
  expect(await panel.getByRole('link', { name: '(213) 555-0134' }).getAttribute('href')).toBe('tel:+12135550134');
  await page.getByText('A guard was assigned: They agreed on the phone').waitFor();
  expect(await violations(page)).toEqual([]);
  expect((await guard.client.jobs.list()).items.map(({ id }) => id)).toContain(job.id);

  await page.getByRole('button', { name: 'Take the guard off' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('They fell ill');
  await page.getByRole('dialog').getByRole('button', { name: 'Take off', exact: true }).click();
  await page.getByText('They fell ill; others are asked').waitFor();
  const log = page.getByRole('region', { name: 'Audit log of this job' });
  await log.getByText('Took a guard off').waitFor();
  await log.getByText('Assigned a guard').waitFor();
  expect(await guard.client.jobs.list()).toMatchObject({ items: [] });
  expect(complaints).toEqual([]);
  await context.close();
});

it('on a phone the box of the header has room for what it finds', async () => {
  const { page, context, complaints } = await person(browser, { viewport: PHONE, reducedMotion: 'reduce' });
  await signIn(page, DEMO.admin, DEMO.password);
  await page.getByRole('textbox', { name: 'Search jobs and people' }).fill('a');
  const list = page.getByRole('listbox', { name: 'Found' });
  await list.getByRole('option').first().waitFor();
  const found = await list.boundingBox();
  expect(found?.x ?? -1).toBeGreaterThanOrEqual(0);
  expect((found?.x ?? 0) + (found?.width ?? Infinity)).toBeLessThanOrEqual(PHONE.width);
  expect(await violations(page, { beneath: '.maplibregl-map' })).toEqual([]);
  await list.getByRole('option').first().click();
  await page.waitForURL(/admin\/(people|jobs)\//);
  await page.locator('h1').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
