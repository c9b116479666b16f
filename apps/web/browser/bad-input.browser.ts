import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { baseUrl, openBrowser, PASSWORD, person, signIn } from './browsing';
import { Cast } from './cast';

/** Far from the guards of other tests. */
const PLACE = { lat: 44.9778, lng: -103.2311 };
const ZIP = '57701';
const A_DAY_MS = 86_400_000;
const SOON_MINUTES = 60;
const TEN_KB = '0123456789'.repeat(1024);

let browser: Browser;
let cast: Cast;
beforeAll(async () => {
  browser = await openBrowser();
  cast = await Cast.at(baseUrl(), PLACE);
});
afterAll(() => browser.close());

async function choosePlace(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Address, ZIP code or town' }).fill(ZIP);
  await page.getByRole('option', { name: new RegExp(ZIP) }).click();
  await page.getByRole('button', { name: 'Put pin in the middle' }).click();
}

it('a device whose clock is a day ahead books for today, once, and back does not book it again', async () => {
  const customer = await cast.account('customer', 'Bela');
  const { page, context, complaints } = await person(browser, { reducedMotion: 'reduce' });
  await page.addInitScript((aheadMs) => {
    const Right = Date;
    globalThis.Date = class extends Right {
      constructor(...given: []) {
        if (given.length === 0) super(Right.now() + aheadMs);
        else super(...given);
      }
      static override now = (): number => Right.now() + aheadMs;
    } as DateConstructor;
  }, A_DAY_MS);
  await signIn(page, customer.email, PASSWORD);
  await page.goto('/book');
  await choosePlace(page);
  await page.getByLabel('Name of the job').fill('Gate 👩‍👩‍👧‍👦 بوابة');
  await page.getByRole('button', { name: /^Book for at most/ }).dblclick();
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  // Until the page of the job is there the one of the booking stays, as it was.
  await page.getByRole('heading', { level: 1, name: 'Gate 👩‍👩‍👧‍👦 بوابة' }).waitFor();
  const { items } = await customer.client.jobs.list({});
  expect(items).toHaveLength(1);
  const [job] = items;
  expect(job?.title).toBe('Gate 👩‍👩‍👧‍👦 بوابة');
  expect(Date.parse(job?.startTime ?? '') - Date.now()).toBeLessThan(SOON_MINUTES * 60_000);

  await page.goBack();
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await page.getByText('Enter the address, ZIP code or town').first().waitFor();
  expect((await customer.client.jobs.list({})).items).toHaveLength(1);
  expect(complaints).toEqual([]);
  await context.close();
});

it('what is pasted is text as far as there is room, and of two tabs the second hears what the first has done', async () => {
  const customer = await cast.account('customer', 'Bodil');
  const guard = await cast.guardOnDuty('Bo');
  const job = await cast.book(customer, 'Two tabs', 180);
  await cast.accept(guard, job.id);
  const { page, context, complaints, forgive } = await person(browser, { reducedMotion: 'reduce' });
  await signIn(page, customer.email, PASSWORD);
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`/jobs/${job.id}`);
    await tab.getByRole('button', { name: 'Cancel this job' }).click();
    await tab.getByRole('button', { name: /^Cancel (for \$|the job)/ }).waitFor();
  }
  const reason = page.getByRole('textbox', { name: 'Reason' });
  await reason.focus();
  await page.keyboard.insertText(TEN_KB);
  expect((await reason.inputValue()).length).toBe(500);
  const before = await reason.inputValue();
  await reason.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array([137, 80, 78, 71])], 'picture.png', { type: 'image/png' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  expect(await reason.inputValue()).toBe(before);
  await page.getByRole('button', { name: /^Cancel (for \$|the job)/ }).dblclick();
  await page.getByText('The job is cancelled').first().waitFor();
  forgive(/409/);
  // Its question is closed by what the other tab has done, or it is told so when it is answered.
  const again = other.getByRole('button', { name: /^Cancel (for \$|the job)/ });
  if (await again.isVisible()) await again.click({ timeout: 2000 }).catch(() => undefined);
  await other
    .getByText(/cancelled/i)
    .first()
    .waitFor();
  expect((await customer.client.jobs.get({ params: { id: job.id } })).status).toBe('cancelled');
  expect(complaints).toEqual([]);
  await context.close();
});

/** From left to right, where the first of the words and the last of them are seen. */
const seenAt = (element: Locator, words: string): Promise<[left: number, right: number]> =>
  element.evaluate((found, text) => {
    const walker = document.createTreeWalker(found, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const from = node.nodeValue?.indexOf(text) ?? -1;
      if (from < 0) continue;
      const range = document.createRange();
      const edge = (at: number): number => {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect().left;
      };
      return [edge(from), edge(from + text.length - 1)];
    }
    throw new Error(`nothing says ${text}`);
  }, words);

it('what is written from right to left, or turned around, leaves the words beside it where they are', async () => {
  const customer = await cast.account('customer', 'Basma');
  const guard = await cast.guardOnDuty('Bert');
  const job = await cast.book(customer, 'بوابة 4', 180);
  await cast.accept(guard, job.id);
  const { version } = await customer.client.jobs.get({ params: { id: job.id } });
  const contact = { name: 'سامي', phone: '+1 213 555 0134' };
  await customer.client.jobEdits.edit({ params: { id: job.id }, body: { version, contact } });
  const { page, context, complaints } = await person(browser, { reducedMotion: 'reduce' });
  await signIn(page, customer.email, PASSWORD);
  await page.goto(`/jobs/${job.id}`);
  const asked = page.locator('dd', { hasText: contact.name });
  const [name, number] = [await seenAt(asked, contact.name), await seenAt(asked, '+1')];
  expect(number[0]).toBeGreaterThan(Math.max(...name));
  expect(name[0]).toBeGreaterThan(name[1]);

  const typed = 'Gate \u202e4321\u202c, code \u2067 9876';
  await page.getByRole('textbox', { name: 'Your message' }).focus();
  await page.keyboard.insertText(typed);
  await page.getByRole('button', { name: 'Send', exact: true }).dblclick();
  const message = page.getByTestId('job-message').filter({ hasText: 'Gate' });
  await message.getByText('Gate 4321, code  9876', { exact: true }).waitFor();
  const [digits, code] = [await seenAt(message, '4321'), await seenAt(message, '9876')];
  expect([...digits, ...code]).toEqual([...digits, ...code].sort((one, other) => one - other));
  expect(await message.count()).toBe(1);

  await page.getByRole('button', { name: 'Cancel this job' }).click();
  const title = page.getByRole('dialog').getByRole('heading', { name: /Cancel/ });
  const [before, after] = [await seenAt(title, 'Cancel “'), await seenAt(title, '”')];
  expect(after[0]).toBeGreaterThan(before[1]);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a browser that keeps nothing books, writes and signs out', async () => {
  const customer = await cast.account('customer', 'Bruno');
  const { page, context, complaints } = await person(browser, { reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
    IDBFactory.prototype.open = refuse;
  });
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(customer.email);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'Book', exact: true }).first().click();
  await choosePlace(page);
  await page.getByRole('button', { name: /^Book for at most/ }).click();
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: /account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
