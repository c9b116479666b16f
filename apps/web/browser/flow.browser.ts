import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO, openBrowser, type Person, person, PHONE, signIn, signUp, untilPagesAreKept } from './browsing';

/** Its pin is put to the middle of the map by hand, which is the middle of the ZIP code. */
const ZIP = '90012';
/** 450 m away: the server refuses a position that nobody could have reached since the last one. */
const START = { latitude: 34.0655, longitude: -118.2385, accuracy: 10 };
const OFFLINE_SECONDS = Number(process.env['AEGIS_OFFLINE_SECONDS'] ?? 60);
/** A little more than the fastest rate at which positions are kept. */
const FIX_MS = 16_000;

/** A real receiver reports every second or two, also of one who stands; the emulated one only when it is told. */
const REPORT_MS = 2000;
const TREMBLE_DEGREES = 0.000_005;

let place = START;
let reports = 0;
let receiver: ReturnType<typeof setInterval> | undefined;

const report = (): Promise<void> =>
  guard.context.setGeolocation({ ...place, latitude: place.latitude + (reports++ % 2) * TREMBLE_DEGREES });

function goTo({ lat, lng }: SiteOfJob): Promise<void> {
  place = { latitude: lat, longitude: lng, accuracy: 8 };
  return report();
}

let browser: Browser;
let customer: Person;
let guard: Person;
let admin: Person;

beforeAll(async () => {
  browser = await openBrowser();
  customer = await person(browser);
  guard = await person(browser, { viewport: PHONE, permissions: ['geolocation'], geolocation: START });
  admin = await person(browser);
  receiver = setInterval(() => void report(), REPORT_MS);
});
afterAll(async () => {
  clearInterval(receiver);
  await browser.close();
});

/** Waits for words; when they do not come, says what was there instead. */
async function see(page: Page, text: string | RegExp): Promise<void> {
  try {
    await page.getByText(text).first().waitFor({ state: 'visible' });
  } catch (cause) {
    const shown = await page.locator('main').innerText();
    throw new Error(`${page.url()} does not say ${String(text)} but:\n${shown}`, { cause });
  }
}

interface SiteOfJob {
  lat: number;
  lng: number;
}

interface JobTimes {
  version: number;
  startTime: string;
  endTime: string;
}

async function readJson<T>(page: Page, path: string): Promise<T> {
  return page.evaluate(
    async (address) => (await (await fetch(address)).json()) as unknown,
    `/api/v1${path}`,
  ) as Promise<T>;
}

const trailFixes = async (page: Page, jobId: string): Promise<number> =>
  (await readJson<{ properties: { fixes: number } }>(page, `/jobs/${jobId}/trail`)).properties.fixes;

const unsent = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const open = indexedDB.open('aegis');
        open.onerror = () => reject(new Error('no database'));
        open.onsuccess = () => {
          const count = open.result.transaction('fixes').objectStore('fixes').count();
          count.onsuccess = () => {
            open.result.close();
            resolve(count.result);
          };
        };
      }),
  );

it('leads three people from sign-up to the receipt, through a shift without network', async () => {
  await guardApplies();
  await adminVerifies();
  await guardGoesOnDuty();
  const jobId = await customerBooks();
  await customerMovesTheStart(jobId);
  await guardAccepts(jobId);
  const site = (await readJson<{ location: SiteOfJob }>(customer.page, `/jobs/${jobId}`)).location;
  await guardIsTooFar();
  await guardChecksIn(site);
  await guardLosesTheNetwork(jobId, site);
  await guardChecksOut(jobId);
  await everybodySeesTheMoney(jobId);
  expect({ customer: customer.complaints, guard: guard.complaints, admin: admin.complaints }).toEqual({
    customer: [],
    guard: [],
    admin: [],
  });
});

async function guardApplies(): Promise<void> {
  const { page } = guard;
  // The payment provider's page has no icon; it is not ours.
  guard.forgive(/favicon\.ico/);
  await signUp(page, 'guard', 'Gina');
  await page.getByLabel('Licence number').fill('G-100007');
  await page.getByLabel('State').fill('CA');
  await page.getByLabel('Valid to').fill('Dec 31, 2029');
  await page.getByLabel('Valid to').press('Tab');
  await page.getByLabel('You want to earn').fill('15');
  await page.getByRole('combobox', { name: 'Where you usually start from' }).fill('90026');
  await page.getByRole('option', { name: /90026/ }).click();
  await page.getByRole('button', { name: 'Save profile' }).click();
  await see(page, 'Your licence is being checked');
  await page.goto('/earnings');
  await page.getByRole('button', { name: 'Check or open payout account' }).click();
  await page.getByRole('button', { name: 'Agree and submit' }).click();
  await see(page, 'Your payout account is ready');
}

async function adminVerifies(): Promise<void> {
  const { page } = admin;
  await signIn(page, DEMO.admin, DEMO.password);
  await page.goto('/admin/guards');
  await page.getByRole('button', { name: 'Verify Gina Tester' }).click();
  await page.getByLabel('Reason').fill('Found in the register of the state');
  await page.getByRole('button', { name: 'Confirm the licence' }).click();
  await see(page, 'Gina can go on duty now.');
}

async function guardGoesOnDuty(): Promise<void> {
  const { page } = guard;
  await page.goto('/duty');
  await page.getByRole('switch').click({ force: true });
  await see(page, 'You are on duty');
}

/** Signed in, from the landing page: book, type, choose, confirm. Six actions are the most that a booking may need. */
async function customerBooks(): Promise<string> {
  const { page } = customer;
  await signUp(page, 'customer', 'Carl');
  await page.goto('/');
  let actions = 0;
  const act = async (action: Promise<unknown>): Promise<void> => {
    await action;
    actions += 1;
  };
  await act(page.getByRole('link', { name: 'Book a guard' }).click());
  await act(page.getByRole('combobox', { name: 'Address, ZIP code or town' }).fill(ZIP));
  await act(page.getByRole('option', { name: new RegExp(ZIP) }).click());
  await see(page, /The pin is in the middle of the area/);
  await act(page.getByRole('button', { name: 'Put pin in the middle' }).click());
  await see(page, /guards? would come for this/);
  await act(page.getByRole('button', { name: /Book for at most/ }).click());
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  expect(actions).toBeLessThanOrEqual(6);
  return page.url().split('/').at(-1) ?? '';
}

/** "Now" leaves a guard time to come; this one is near, and who leaves before the start would send the job back. */
async function customerMovesTheStart(jobId: string): Promise<void> {
  const { version, startTime, endTime } = await readJson<JobTimes>(customer.page, `/jobs/${jobId}`);
  const start = Date.now();
  const end = start + Date.parse(endTime) - Date.parse(startTime);
  const body = { version, startTime: new Date(start).toISOString(), endTime: new Date(end).toISOString() };
  const status = await customer.page.evaluate(
    async ([path, content]) =>
      (await fetch(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: content })).status,
    [`/api/v1/jobs/${jobId}`, JSON.stringify(body)] as const,
  );
  expect(status).toBe(200);
  // The offer of before has ended with the change.
  await guard.page.reload();
}

async function guardAccepts(jobId: string): Promise<void> {
  await see(guard.page, 'You earn');
  await guard.page.getByRole('button', { name: 'Accept' }).click();
  await guard.page.waitForURL(`**/jobs/${jobId}`);
  await see(guard.page, /Your position is shared now/);
  await see(customer.page, /Gina Tester (is about|comes|is at the site|has not checked in yet)/);
}

async function guardIsTooFar(): Promise<void> {
  guard.forgive(/422/);
  await see(guard.page, /You are .+ from the gate; .+ is enough/);
  await guard.page.getByRole('button', { name: 'Check in' }).click();
  await see(guard.page, /Go closer and try again/);
  await see(customer.page, /Last seen/);
}

async function guardChecksIn({ lat, lng }: SiteOfJob): Promise<void> {
  await goTo({ lat: lat + 0.0003, lng });
  await see(guard.page, /You are at the site/);
  await guard.page.getByRole('button', { name: 'Check in' }).click();
  await see(guard.page, /On site since/);
  await see(customer.page, /is on site since/);
}

async function guardLosesTheNetwork(jobId: string, { lat, lng }: SiteOfJob): Promise<void> {
  const { page, context } = guard;
  guard.forgive(/ERR_INTERNET_DISCONNECTED/);
  await untilPagesAreKept(page, 'guard');
  await expect.poll(() => unsent(page), { timeout: 60_000 }).toBe(0);
  const before = await trailFixes(page, jobId);
  await context.setOffline(true);
  await see(page, /You are offline/);
  const rounds = Math.ceil((OFFLINE_SECONDS * 1000) / FIX_MS);
  for (let round = 1; round <= rounds; round++) {
    await page.waitForTimeout(FIX_MS);
    await goTo({ lat: lat + 0.0004 * (round % 2), lng });
  }
  await expect.poll(() => unsent(page), { timeout: 20_000 }).toBeGreaterThanOrEqual(rounds - 1);
  await page.reload();
  await see(page, /On site since/);
  await see(page, /kept on this phone/);
  const kept = await unsent(page);
  await context.setOffline(false);
  await expect.poll(() => unsent(page), { timeout: 60_000 }).toBe(0);
  expect(await trailFixes(page, jobId)).toBeGreaterThanOrEqual(before + kept);
}

/** The first time by mistake: nothing has happened that is not undone. */
async function guardChecksOut(jobId: string): Promise<void> {
  const button = (name: string | RegExp) => guard.page.getByRole('button', { name, exact: true });
  const leave = async (): Promise<void> => {
    await button('Check out').click();
    await guard.page.getByLabel('Reason').fill('The customer goes home');
    await button('Check out and leave').click();
    await guard.page.getByRole('heading', { name: /^You are checking out, as of / }).waitFor();
  };
  await leave();
  await button(/^Undo \(0:[0-5]\d\)$/).click();
  await leave();
  expect(await readJson<{ status: string }>(guard.page, `/jobs/${jobId}`)).toMatchObject({ status: 'in_progress' });
  await button('Check out now').click();
  await see(guard.page, 'You earn');
  await expect
    .poll(async () => (await readJson<{ status: string }>(guard.page, `/jobs/${jobId}`)).status)
    .toBe('completed');
}

async function everybodySeesTheMoney(jobId: string): Promise<void> {
  await see(customer.page, /Done\. You paid \$/);
  await see(customer.page, /Charge: paid/);
  await guard.page.goto('/earnings');
  await see(guard.page, 'General guarding');
  await expect
    .poll(
      async () => {
        await guard.page.reload();
        await see(guard.page, 'General guarding');
        return guard.page.getByText('Paid', { exact: true }).count();
      },
      { timeout: 60_000, interval: 2000 },
    )
    .toBeGreaterThan(0);
  await admin.page.goto(`/jobs/${jobId}`);
  await see(admin.page, 'Guard paid');
}
