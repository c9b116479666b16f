import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { baseUrl, openBrowser, PASSWORD, person, signIn } from './browsing';
import { type Account, Cast } from './cast';

const FRESNO = { lat: 36.7378, lng: -119.7871 };
const DEGREES_PER_METER = 1 / 111_320;
const FIXES = 6;
const FIRST_METERS = 250;
const STEP_METERS = 20;
/** Nothing was asked for so long: what the page needed for its start it has. */
const QUIET_MS = 2000;

let browser: Browser;
let cast: Cast;
beforeAll(async () => {
  browser = await openBrowser();
  cast = await Cast.at(baseUrl(), FRESNO);
});
afterAll(() => browser.close());

/** Addresses of the API that the page asked for, streams apart. */
function requestsOf(page: Page): { asked: string[]; streams: string[]; quiet: () => Promise<void> } {
  const asked: string[] = [];
  const streams: string[] = [];
  let last = Date.now();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/api/')) return;
    (request.resourceType() === 'eventsource' ? streams : asked).push(pathname);
    last = Date.now();
  });
  const quiet = (): Promise<void> =>
    expect.poll(() => Date.now() - last, { timeout: 60_000 }).toBeGreaterThan(QUIET_MS);
  return { asked, streams, quiet };
}

const placeAt = (meters: number) => ({ lat: FRESNO.lat + meters * DEGREES_PER_METER, lng: FRESNO.lng });

/** Tried again while the server thinks that nobody is so fast. */
async function isSeenAt({ client }: Account, jobId: string, meters: number): Promise<void> {
  const send = async (): Promise<number> => {
    const fix = { ...placeAt(meters), accuracyMeters: 8, recordedAt: new Date().toISOString() };
    return (await client.tracking.upload({ params: { id: jobId }, body: { fixes: [fix] } })).stored;
  };
  await expect.poll(send, { timeout: 30_000, interval: 200 }).toBe(1);
}

const feet = (meters: number): number => Math.round(meters * 3.28084);

/** As the page says it, which rounds. */
async function showsGuardAt(page: Page, meters: number): Promise<void> {
  const shown = async (): Promise<number> => {
    const words = await page.getByText(/^Last seen/).innerText();
    return Number(/ (\d+) ft from the site/.exec(words)?.[1]);
  };
  await expect.poll(shown, { timeout: 30_000 }).toBeGreaterThanOrEqual(feet(meters) - 1);
  await expect.poll(shown, { timeout: 30_000 }).toBeLessThanOrEqual(feet(meters) + 1);
}

it('a moving guard is drawn from the stream, and the page asks nothing', async () => {
  const [gail, carol] = await Promise.all([cast.guardOnDuty('Gail'), cast.account('customer', 'Carol')]);
  const { id } = await cast.book(carol, 'Depot');
  await cast.accept(gail, id);
  await isSeenAt(gail, id, FIRST_METERS);

  const { page, context, complaints } = await person(browser);
  await signIn(page, carol.email, PASSWORD);
  const { asked, streams, quiet } = requestsOf(page);
  await page.goto(`/jobs/${id}`);
  await showsGuardAt(page, FIRST_METERS);
  await quiet();
  asked.length = 0;
  for (let number = 1; number <= FIXES; number++) {
    const meters = FIRST_METERS - number * STEP_METERS;
    await isSeenAt(gail, id, meters);
    await showsGuardAt(page, meters);
  }
  await quiet();
  expect(asked).toEqual([]);

  // What a row of the timeline tells is on it at once; what it does not tell is asked for once.
  await gail.client.jobs.checkIn({
    params: { id },
    body: { location: placeAt(FIRST_METERS - FIXES * STEP_METERS), accuracyMeters: 8 },
  });
  await page.getByText(/is on site since/).waitFor();
  await page.getByText(/^Checked in, /).waitFor();
  await quiet();
  expect(asked).not.toContain(`/api/v1/jobs/${id}/timeline`);
  expect(asked).not.toContain(`/api/v1/jobs/${id}/trail`);
  expect(asked.filter((path) => path === `/api/v1/jobs/${id}`)).toHaveLength(1);
  expect(streams).toEqual(['/api/v1/events']);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a stream that is refused, by a proxy with nobody behind it, is asked for again until it stands', async () => {
  const [gail, carol] = await Promise.all([cast.guardOnDuty('Gwen'), cast.account('customer', 'Cleo')]);
  const { id } = await cast.book(carol, 'Quay');
  await cast.accept(gail, id);
  await isSeenAt(gail, id, FIRST_METERS);

  const { page, context } = await person(browser);
  await signIn(page, carol.email, PASSWORD);
  let refusals = 0;
  await page.route('**/api/v1/events', (route) =>
    refusals++ === 0 ? route.fulfill({ status: 502 }) : route.continue(),
  );
  const { asked, streams, quiet } = requestsOf(page);
  await page.goto(`/jobs/${id}`);
  await expect.poll(() => streams.length, { timeout: 60_000 }).toBe(2);
  await showsGuardAt(page, FIRST_METERS);
  await quiet();
  asked.length = 0;
  await isSeenAt(gail, id, FIRST_METERS - STEP_METERS);
  await showsGuardAt(page, FIRST_METERS - STEP_METERS);
  await quiet();
  expect(asked).toEqual([]);
  await context.close();
});
