import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './accessibility';
import { baseUrl, DESK, openBrowser, PASSWORD, PHONE, person } from './browsing';
import { type Account, Cast } from './cast';
import { cutSentences } from './room';

const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));
/** Far from the guards of other tests. */
const PLACE = { lat: 43.07, lng: -89.4 };
const LOCALES = { en: 'en-US', es: 'es-US' } as const;
const LANGUAGES = ['en', 'es'] as const;
const WIDTHS = { 360: PHONE, 1440: DESK } as const;

let browser: Browser;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

interface World {
  customer: Account;
  guard: Account;
  jobId: string;
  token: string;
}

/** Made by whichever test comes first: only within one can be waited for an offer. */
let made: Promise<World> | undefined;
const world = (): Promise<World> => (made ??= makeWorld());

async function makeWorld(): Promise<World> {
  const cast = await Cast.at(baseUrl(), PLACE);
  const [guard, customer] = [await cast.guardOnDuty('Gil'), await cast.account('customer', 'Cruz')];
  const { id: jobId } = await cast.book(customer, 'Front gate of the old harbour');
  await cast.accept(guard, jobId);
  const { token } = await customer.client.sharing.make({ params: { id: jobId } });
  const write = (who: Account, words: string) =>
    who.client.conversations.write({ params: { id: jobId }, body: { clientId: crypto.randomUUID(), words } });
  await write(customer, 'Please use the side gate');
  await write(guard, 'I am on my way');
  return { customer, guard, jobId, token };
}

/** Looked at by people too: what is seen is kept. */
async function judge(page: Page, name: string): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy=true], .mantine-Skeleton-root') === null);
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
  expect({ name, cut: await cutSentences(page) }).toEqual({ name, cut: [] });
  expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] });
}

const enter = async (page: Page, email: string, password: string): Promise<void> => {
  const answer = await page.request.post('/api/v1/auth/login', {
    data: { email, password },
    headers: { origin: baseUrl() },
  });
  expect(answer.status()).toBe(200);
  // As the sign-in page leaves it, whose words are others in each language.
  await page.addInitScript(() => localStorage.setItem('aegis.signed-in', 'signed in'));
};

describe.each(LANGUAGES)('no sentence is over its room in %s', (language) => {
  it.each([360, 1440] as const)(
    'at %i px: a job of both parties, its link, the account and the phones',
    async (width) => {
      const { customer, guard, jobId, token } = await world();
      const options = { viewport: WIDTHS[width], locale: LOCALES[language], reducedMotion: 'reduce' as const };
      for (const who of [customer, guard]) {
        await who.client.users.changeMe({ body: { language } });
        const { page, context } = await person(browser, options);
        await enter(page, who.email, PASSWORD);
        const role = who === guard ? 'guard' : 'customer';
        await page.goto(`/jobs/${jobId}`);
        await page.getByText('Please use the side gate').waitFor();
        await judge(page, `job-${role}-${language}-${width}`);
        await page.goto('/account');
        await page.locator('section.panel').nth(4).waitFor();
        await judge(page, `account-${role}-${language}-${width}`);
        await context.close();
      }
      const { page, context } = await person(browser, options);
      await page.goto(`/share#${token}`);
      await page
        .getByRole('heading', { name: language === 'en' ? 'Gil guards this job' : 'Gil cubre este turno' })
        .waitFor();
      await judge(page, `share-${language}-${width}`);
      await page.goto('/phones');
      await page.getByRole('region', { name: 'Dana Customer' }).waitFor();
      await judge(page, `phones-${language}-${width}`);
      await context.close();
    },
  );
});

it('finds a sentence that is over its room', async () => {
  const { page, context } = await person(browser, { viewport: PHONE });
  await page.setContent(
    `<p style="width:60px;overflow:hidden;white-space:nowrap">A sentence that is far too long</p>
     <p style="white-space:nowrap">${'wide '.repeat(40)}</p><p>A sentence with room</p>
     <div style="overflow:auto"><p style="white-space:nowrap">${'scrolls '.repeat(40)}</p></div>
     <div role="radiogroup" style="display:flex;overflow:auto;width:200px;white-space:nowrap">
       <label><span>A first choice</span></label><label><span>The second, which is out of sight</span></label></div>`,
  );
  expect((await cutSentences(page)).map((said) => said.slice(0, 9))).toEqual(['A sentenc', 'wide wide', 'The secon']);
  await context.close();
});

it('shows in one place what the people of the demo receive, with the mails that nobody sends', async () => {
  const { customer } = await world();
  const { page, context, complaints } = await person(browser);
  await page.goto('/');
  await page.getByRole('link', { name: 'Phones' }).click();
  const theirs = page.getByRole('region', { name: customer.email });
  const mail = theirs.locator('article[data-channel=email]', { hasText: 'Confirm your e-mail address' });
  await mail.getByRole('link', { name: /\/verify-email#/ }).waitFor();
  await page.getByRole('region', { name: 'Dana Customer' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it('lets a calendar read the jobs of its person until it is turned off', async () => {
  const { customer } = await world();
  await customer.client.users.changeMe({ body: { language: 'en' } });
  const { page, context, complaints } = await person(browser, { viewport: PHONE });
  await enter(page, customer.email, PASSWORD);
  await page.goto('/account');
  const panel = page.getByRole('region', { name: 'Calendar', exact: true });
  await panel.getByRole('button', { name: 'Make an address' }).click();
  const field = panel.getByLabel('The address, shown only now');
  const address = await field.inputValue();
  expect(address).toMatch(/\/api\/v1\/calendars\/[\w-]{43}\/aegis\.ics$/);
  const subscribe = await panel.getByRole('link', { name: 'Open in my calendar' }).getAttribute('href');
  expect(subscribe).toBe(address.replace(/^http:/, 'webcal:'));
  const read = await page.request.get(address);
  expect([read.status(), read.headers()['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(await read.text()).toContain('SUMMARY:Front gate of the old harbour');
  await page.screenshot({ path: `${SCREENSHOTS}calendar-360.png`, fullPage: true });
  await panel.getByRole('button', { name: 'Turn it off' }).click();
  await panel.getByRole('button', { name: 'Make an address' }).waitFor();
  expect((await page.request.get(address)).status()).toBe(404);
  expect(complaints).toEqual([]);
  await context.close();
});
