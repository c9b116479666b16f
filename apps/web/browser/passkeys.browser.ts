import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './accessibility';
import { baseUrl, DESK, openBrowser, PASSWORD, type Person, person, PHONE, signUp } from './browsing';

const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));

let browser: Browser;
beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** An address of digits has no passkeys. */
const visitor = (): Promise<Person> => person(browser, { baseURL: baseUrl().replace('127.0.0.1', 'localhost') });

interface Device {
  /** Whether its owner shows finger, face or PIN when they are asked for it. */
  isVerified: (isVerified: boolean) => Promise<void>;
  passkeys: () => Promise<number>;
}

/** As a phone has it: it keeps passkeys that name their account, and checks who holds it. */
async function deviceOf(page: Page): Promise<Device> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
  return {
    isVerified: async (isUserVerified) =>
      void (await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })),
    passkeys: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}

const panelOf = (page: Page) => page.getByRole('region', { name: 'Passkeys' });

async function addPasskey(page: Page, name: string): Promise<void> {
  await panelOf(page).getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Add a passkey' }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/' || url.pathname === '/sign-in');
}

it('a passkey is added with the password, signs in without it, and opens nothing once it is removed', async () => {
  const { page, context, complaints, forgive } = await visitor();
  const device = await deviceOf(page);
  await signUp(page, 'customer', 'Ines');
  await page.goto('/account');
  await addPasskey(page, 'Phone of Ines');
  await page.getByText('“Phone of Ines” signs you in from now on.').waitFor();
  expect(await device.passkeys()).toBe(1);
  await panelOf(page)
    .getByText(/not used yet/)
    .waitFor();

  await signOut(page);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.goto('/account');
  await panelOf(page)
    .getByText(/, used /)
    .waitFor();

  await panelOf(page).getByRole('button', { name: 'Remove Phone of Ines' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Remove the passkey' }).click();
  await page.getByText(/“Phone of Ines” signs in no more/).waitFor();
  await panelOf(page).getByRole('button', { name: 'Remove Phone of Ines' }).waitFor({ state: 'detached' });

  await signOut(page);
  await page.goto('/sign-in');
  // The refusal is an answer that the console tells of.
  forgive(/40[013]|422/);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('This passkey opens no account here.').waitFor();
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  expect(complaints).toEqual([]);
  await context.close();
});

it('a device that does not see its owner signs nobody in, and the page says what to do', async () => {
  const { page, context, complaints } = await visitor();
  const device = await deviceOf(page);
  await signUp(page, 'guard', 'Otto');
  await page.goto('/account');
  await addPasskey(page, 'Phone of Otto');
  await page.getByText('“Phone of Otto” signs you in from now on.').waitFor();
  await signOut(page);
  await device.isVerified(false);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText(/The device gave no passkey/).waitFor();
  await device.isVerified(true);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  expect(complaints).toEqual([]);
  await context.close();
});

it('one device is added to an account once', async () => {
  const { page, context } = await visitor();
  await deviceOf(page);
  await signUp(page, 'customer', 'Lena');
  await page.goto('/account');
  await addPasskey(page, 'First');
  await page.getByText('“First” signs you in from now on.').waitFor();
  await addPasskey(page, 'Second');
  await page.getByText('This device has a passkey for your account already.').waitFor();
  await context.close();
});

it.each([
  ['phone', PHONE],
  ['desk', DESK],
] as const)('the panel can be read and reached on a %s', async (name, size) => {
  const { page, context } = await visitor();
  await deviceOf(page);
  await page.setViewportSize(size);
  await signUp(page, 'customer', `Mika${name}`);
  await page.goto('/account');
  await addPasskey(page, 'The phone that Mika was given for nights in the warehouse');
  await panelOf(page)
    .getByText(/not used yet/)
    .waitFor();
  await page.getByText('signs you in from now on').waitFor({ state: 'detached' });
  await panelOf(page).screenshot({ path: `${SCREENSHOTS}passkeys-${name}.png` });
  await panelOf(page).getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  await page.screenshot({ path: `${SCREENSHOTS}passkeys-add-${name}.png` });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
  expect(await violations(page)).toEqual([]);
  await context.close();
});
