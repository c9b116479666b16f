import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { PAGES, statesOf } from '../src/spec-support/stage/pages';
import { baseUrl, DEMO, openBrowser, PASSWORD, person, PHONE, signIn } from './browsing';
import { Cast } from './cast';
import { Keyboard } from './keyboard';
import { cutSentences } from './room';
import { stage } from './stage';

/** Far from the guards of other tests. */
const PLACE = { lat: 46.8772, lng: -96.7898 };
/** Farther still: what is booked there is offered to nobody of the next test. */
const ZIP = '59801';
const REPORT_MS = 2000;
const TREMBLE_DEGREES = 0.000_005;
const SOON = { timeout: 60_000 };

const NARROW = { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' } as const;
/** A desk of 1280 pixels, twice as large. */
const ENLARGED = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, reducedMotion: 'reduce' } as const;

let browser: Browser;
let cast: Cast;
beforeAll(async () => {
  browser = await openBrowser();
  cast = await Cast.at(baseUrl(), PLACE);
});
afterAll(() => browser.close());

/** Nothing is cut, and nothing has to be scrolled sideways to. */
async function fits(page: Page): Promise<void> {
  expect(await cutSentences(page)).toEqual([]);
  const { clientWidth, scrollWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth ?? 0).toBeLessThanOrEqual(clientWidth ?? 0);
}

async function opened(email: string, password: string, address: string, options: BrowserContextOptions) {
  const who = await person(browser, options);
  const keyboard = await Keyboard.at(who.page);
  await signIn(who.page, email, password);
  await who.page.goto(address);
  return { ...who, keyboard };
}

it('a booking is made by keyboard, at 320 px: each step is where the tree says, and what happens is heard', async () => {
  const { email } = await cast.account('customer', 'Kay');
  const { page, keyboard, complaints, context } = await opened(email, PASSWORD, '/book', NARROW);
  await page.getByRole('button', { name: 'Book', exact: true }).waitFor();
  await keyboard.tabTo('button', /^Book$/);
  await keyboard.press('Enter');
  await keyboard.isAt('combobox', /^Address, ZIP code or town/);
  await keyboard.hears(/^Enter the address, ZIP code or town/);
  await keyboard.type(ZIP);
  await page.getByRole('option', { name: new RegExp(ZIP) }).waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  // The map comes with the place.
  await page.getByRole('button', { name: 'Put pin in the middle' }).waitFor();
  await keyboard.tabTo('button', /^Put pin in the middle$/);
  await keyboard.press('Enter');
  await fits(page);
  await page.getByRole('button', { name: /^Book for at most/ }).waitFor();
  await keyboard.tabTo('button', /^Book for at most \$\d/);
  await keyboard.press('Enter');
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await keyboard.isAt('heading', /./);
  await fits(page);
  expect(complaints).toEqual([]);
  await context.close();
});

it('an offer is accepted and checked in to by keyboard, in forced colours', async () => {
  const [guard, customer] = [await cast.guardOnDuty('Kit'), await cast.account('customer', 'Kim')];
  const { page, keyboard, complaints, context } = await opened(guard.email, PASSWORD, '/duty', {
    ...NARROW,
    forcedColors: 'active',
    permissions: ['geolocation'],
    geolocation: { latitude: PLACE.lat, longitude: PLACE.lng, accuracy: 8 },
  });
  // A real receiver reports every second or two, also of one who stands; the emulated one only when it is told.
  let reports = 0;
  const receiver = setInterval(() => {
    const latitude = PLACE.lat + (reports++ % 2) * TREMBLE_DEGREES;
    void context.setGeolocation({ latitude, longitude: PLACE.lng, accuracy: 8 });
  }, REPORT_MS);
  onTestFinished(() => clearInterval(receiver));
  await page.getByText('No offers at the moment').waitFor(SOON);
  const job = await cast.book(customer, 'By keyboard');
  await keyboard.hears(/\$48\.00/);
  await keyboard.tabTo('button', /^Accept$/);
  await fits(page);
  await keyboard.press('Enter');
  await page.waitForURL(`**/jobs/${job.id}`);
  await keyboard.isAt('heading', /./);
  await page.getByText(/^You are at the site/).waitFor(SOON);
  await keyboard.tabTo('button', /^Check in$/);
  await keyboard.press('Enter');
  await keyboard.hears(/^Checked in at/);
  expect((await keyboard.focused()).role).not.toBe('RootWebArea');
  await fits(page);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a guard is verified by keyboard, at 200 %', async () => {
  await cast.applicant('Kolya');
  const { page, keyboard, complaints, context } = await opened(DEMO.admin, DEMO.password, '/admin/guards', ENLARGED);
  await page.getByRole('button', { name: /^Verify Kolya/ }).waitFor();
  await fits(page);
  await keyboard.tabTo('button', /^Verify Kolya/);
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.tabTo('textbox', /^Reason/);
  await keyboard.type('Found in the register of the state');
  await fits(page);
  await keyboard.tabTo('button', /^Confirm the licence$/);
  await keyboard.press('Enter');
  await keyboard.hears(/Kolya can go on duty now/);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(async () => (await keyboard.focused()).role).not.toBe('RootWebArea');
  expect(complaints).toEqual([]);
  await context.close();
});

// After the bar there was a stop without a name, which was the browser's own: the end of the page was not known by it.
it.each(['customer-jobs', 'duty', 'guard-job'] as const)(
  'every stop of %s on a phone has a name, and the bar at its bottom has the last ones',
  async (name) => {
    const staged = PAGES[name];
    const state = staged && statesOf(staged)['usual'];
    if (!staged || !state) throw new Error(`there is no page ${name}`);
    const { page, context, open } = await stage(browser, staged, state, { viewport: PHONE });
    const keyboard = await Keyboard.at(page);
    await open();
    const stops = await keyboard.stopsToTheEnd();
    expect(stops.filter((stop) => stop.name.trim() === '')).toEqual([]);
    const bar = await page.locator('footer a').allTextContents();
    expect(bar.length).toBeGreaterThan(2);
    expect(stops.slice(-bar.length).map((stop) => stop.name)).toEqual(bar);
    await context.close();
  },
);
