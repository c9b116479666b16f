import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PAGES, type State, statesOf } from '../src/spec-support/stage/pages';
import { openBrowser, PHONE } from './browsing';
import { stage, type Staged } from './stage';

/** Old graphics, a remote desktop, a setting: the map is missing, and nothing else may be. */
const WITHOUT_WEBGL = ['--disable-3d-apis', '--disable-software-rasterizer'];
const SENTENCE = 'This browser cannot draw the map. Everything it shows is also said in words here.';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser(WITHOUT_WEBGL)));
afterAll(() => browser.close());

async function open(name: string, change: (state: State) => State = (state) => state): Promise<Staged> {
  const staged = PAGES[name];
  const state = staged && statesOf(staged)['usual'];
  if (!staged || !state) throw new Error(`there is no page ${name}`);
  const shown = await stage(browser, staged, change(state), { viewport: PHONE });
  await shown.open();
  expect(await shown.page.evaluate(() => document.createElement('canvas').getContext('webgl2'))).toBeNull();
  await shown.page.getByText(SENTENCE).waitFor();
  return shown;
}

it('the page of a job says where its guard is', async () => {
  const { page, context, complaints } = await open('customer-job');
  await page.getByRole('heading', { name: /is on site/ }).waitFor();
  await page.getByText(/last seen/i).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it('the overview lists the jobs of its map, and leads to them', async () => {
  const { page, context, complaints } = await open('overview');
  const map = page.getByRole('region', { name: /^Map/ });
  expect(await map.getByRole('listitem').count()).toBe(3);
  await map
    .getByRole('button', { name: /Night watch/ })
    .first()
    .click();
  await page.waitForURL(/\/admin\/jobs\//);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a booking is made by typing: a place of which the middle is known alone gets its spot by numbers', async () => {
  const { page, context, complaints } = await open('book', (state) => ({
    ...state,
    replies: {
      ...state.replies,
      'GET /places': {
        answer: {
          items: [{ label: 'Oakland, CA 94601', position: { lat: 37.78, lng: -122.22 }, precision: 'area' }],
          attribution: 'GeoNames, CC BY 4.0',
        },
      },
    },
  }));
  await page.getByRole('combobox', { name: 'Address, ZIP code or town' }).fill('94601');
  await page.getByRole('option', { name: 'Oakland, CA 94601' }).click();
  const inTheMiddle = page.getByText('The pin is in the middle of the area.');
  await inTheMiddle.waitFor();
  const field = page.getByRole('textbox', { name: 'The exact spot, by latitude and longitude' });
  expect(await field.inputValue()).toBe('37.78000, -122.22000');
  await field.fill('at the gate');
  await page.getByText('Two numbers, as 37.80440, -122.27120').waitFor();
  const priced = page.waitForRequest((request) => request.postData()?.includes('"lng":-122.2712') ?? false);
  await field.fill('37.80440, -122.27120');
  expect((await priced).postDataJSON()).toMatchObject({ location: { lat: 37.8044, lng: -122.2712 } });
  await inTheMiddle.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Book for at most/ }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
