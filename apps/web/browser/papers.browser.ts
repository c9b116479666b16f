import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO, openBrowser, person, savedBy, signIn, signUp } from './browsing';

const PICTURE = fileURLToPath(new URL('../public/icons/aegis-192.png', import.meta.url));
/** The guard of the demo's finished job. */
const PAID_GUARD = 'guard.alvarez@aegis.demo';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const isPdf = (content: Buffer): boolean => content.subarray(0, 5).toString() === '%PDF-';

it('a customer saves the receipt of a finished job', async () => {
  const { page, context, complaints } = await person(browser);
  await signIn(page, DEMO.customer, DEMO.password);
  await page.getByRole('link', { name: /Concert evening/ }).click();
  const receipt = await savedBy(page, () => page.getByRole('button', { name: 'Save receipt (PDF)' }).click());
  expect(receipt.name).toMatch(/\.pdf$/);
  expect(isPdf(receipt.content)).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a guard saves the statement of a month', async () => {
  const { page, context, complaints } = await person(browser);
  await signIn(page, PAID_GUARD, DEMO.password);
  await page.goto('/earnings');
  await page.getByText('Concert evening').waitFor();
  const statement = await savedBy(page, () => page.getByRole('button', { name: 'Save statement (PDF)' }).click());
  expect(statement.name).toMatch(/\.pdf$/);
  expect(isPdf(statement.content)).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a person saves everything that is held on them, for programs and to read', async () => {
  const { page, context, complaints } = await person(browser);
  const email = await signUp(page, 'customer', 'Dora');
  await page.goto('/account');
  const data = await savedBy(page, () => page.getByRole('button', { name: 'Export as JSON' }).click());
  expect(data.name).toMatch(/\.json$/);
  expect(JSON.stringify(JSON.parse(data.content.toString()))).toContain(email);
  const readable = await savedBy(page, () => page.getByRole('button', { name: 'Export as PDF' }).click());
  expect(isPdf(readable.content)).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a guard adds a photo and takes it away again, and sends a picture of the licence', async () => {
  const { page, context, complaints } = await person(browser);
  await signUp(page, 'guard', 'Phil');
  await page.goto('/account');
  const photo = page.getByRole('region', { name: 'Photo' });
  await photo.locator('input[type=file]').setInputFiles(PICTURE);
  await page.getByText('Photo saved').waitFor();
  await photo.locator('img[src^="data:image/jpeg"]').waitFor();
  await photo.getByRole('button', { name: 'Remove photo' }).click();
  await photo.getByRole('button', { name: 'Add photo' }).waitFor();
  await page.goto('/profile');
  const papers = page.getByRole('region', { name: 'Papers' });
  await papers.locator('input[type=file]').setInputFiles(PICTURE);
  await page.getByText('Licence sent').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it('a file that is no picture is refused with a sentence', async () => {
  const { page, context, complaints, forgive } = await person(browser);
  forgive(/status of 4\d\d/);
  await signUp(page, 'guard', 'Nora');
  await page.goto('/account');
  const photo = page.getByRole('region', { name: 'Photo' });
  const text = { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') };
  await photo.locator('input[type=file]').setInputFiles(text);
  await photo.getByRole('alert').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
