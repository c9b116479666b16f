import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO, openBrowser, PASSWORD, person, signIn, signUp } from './browsing';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

describe('sessions', () => {
  it('stay over a reload, and one tab follows the other', async () => {
    const { page, context, complaints } = await person(browser);
    await signUp(page, 'customer', 'Tabitha');
    await page.goto('/jobs');
    await page.reload();
    await page.getByRole('heading', { name: 'My jobs' }).waitFor();
    const second = await context.newPage();
    await second.goto('/account');
    await second.getByRole('heading', { name: 'Account', exact: true }).waitFor();
    await page.getByRole('button', { name: /account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await second.waitForURL(/\/sign-in/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('that were revoked elsewhere end with a sentence, and go on where they were', async () => {
    const here = await person(browser);
    const there = await person(browser);
    here.forgive(/401/);
    // Of its own: other tests are signed in to the demo accounts at the same time.
    const email = await signUp(here.page, 'customer', 'Rita');
    await signIn(there.page, email, PASSWORD);
    await here.page.goto('/account');
    await there.page.goto('/account');
    const others = there.page.getByRole('button', { name: /^Sign out / });
    await others.first().waitFor();
    for (let left = await others.count(); left > 0; left--) {
      await others.first().click();
      await expect.poll(() => others.count()).toBe(left - 1);
    }
    await here.page.getByRole('link', { name: 'My jobs' }).click();
    await here.page.getByText('Your session has ended').waitFor();
    await here.page.getByLabel('E-mail').fill(email);
    await here.page.locator('input[type=password]').fill(PASSWORD);
    await here.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await here.page.waitForURL(/\/jobs/);
    expect([...here.complaints, ...there.complaints]).toEqual([]);
    await here.context.close();
    await there.context.close();
  });
});

describe('the server', () => {
  it('when slow, leaves a skeleton and no emptiness', async () => {
    const { page, context, complaints } = await person(browser);
    await signIn(page, DEMO.customer, DEMO.password);
    await context.route('**/api/v1/jobs?**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await route.continue();
    });
    await page.goto('/jobs');
    await page.getByRole('status', { name: 'Loading' }).waitFor();
    expect(await page.getByText('No jobs yet').count()).toBe(0);
    await page.getByText('Concert evening').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('when away, is missed in a sentence, and comes back without a reload', async () => {
    const { page, context, complaints, forgive } = await person(browser);
    forgive(/ERR_CONNECTION_REFUSED/);
    await signIn(page, DEMO.customer, DEMO.password);
    await page.getByText('Concert evening').waitFor();
    await page.evaluate(() => void Object.assign(window, { sameDocument: true }));
    const away = '**/{api,health}/**';
    await context.route(away, (route) => route.abort('connectionrefused'));
    await page.getByText('Searching', { exact: true }).click();
    await page.getByText('The server does not answer').waitFor();
    await page.getByText('All', { exact: true }).click();
    await page.getByText('Concert evening').waitFor();
    await context.unroute(away);
    await page.getByText('The server does not answer').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('refuses a wrong password with a sentence', async () => {
    const { page, context } = await person(browser);
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(DEMO.customer);
    await page.locator('input[type=password]').fill('wrong-password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('The e-mail address or the password is wrong.').waitFor();
    await context.close();
  });
});
