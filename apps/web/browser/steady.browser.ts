import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES, statesOf } from '../src/spec-support/stage/pages';
import { DESK, openBrowser, person, PHONE } from './browsing';
import { disorderOf, IN_ORDER } from './in-order';
import { stage } from './stage';

/** Of the screen, by how far: what nobody notices (Cumulative Layout Shift; 0.1 is called good). */
const MOST_SHIFT = 0.02;
/** Long enough that everything which does not wait for the server is on the screen before. */
const LATER_MS = 300;

interface Shift {
  value: number;
  /** What has moved. */
  what: string[];
}

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

/** Runs in the page, before anything of it. */
function watchShifts(): void {
  const shifts: Shift[] = [];
  Object.assign(globalThis, { shifts });
  const named = (node: Node | null | undefined): string =>
    node instanceof Element ? `${node.tagName} ${(node.textContent ?? '').trim().slice(0, 40)}` : 'something gone';
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as LayoutShift[])
      if (!entry.hadRecentInput)
        shifts.push({ value: entry.value, what: entry.sources.map(({ node }) => named(node)) });
  }).observe({ type: 'layout-shift', buffered: true });
}

/** TypeScript does not know it yet. */
interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: readonly { node?: Node }[];
}

const shiftsOf = (page: Page): Promise<Shift[]> =>
  page.evaluate(() => (globalThis as unknown as { shifts: Shift[] }).shifts);

describe.each([
  ['a phone', PHONE],
  ['a desk', DESK],
])('on %s', (_name, viewport) => {
  it.each(Object.entries(PAGES))(
    '%s stays where it is while its answers come, and has room for all',
    async (_page, staged) => {
      const state = statesOf(staged)['usual'];
      if (!state) throw new Error('a page has its usual state');
      const { page, context, complaints, open } = await stage(browser, staged, state, {
        viewport,
        laterMs: LATER_MS,
        moves: true,
      });
      await page.addInitScript(watchShifts);
      await open();
      const shifts = await shiftsOf(page);
      const disorder = await disorderOf(page);
      await context.close();
      const moved = shifts.reduce((sum, { value }) => sum + value, 0);
      expect(moved, JSON.stringify(shifts, null, 1)).toBeLessThan(MOST_SHIFT);
      expect(disorder).toEqual(IN_ORDER);
      expect(complaints).toEqual([]);
    },
  );
});

// Of Spanish only what the flows pass was looked at: on the way to an account the second of two choices was cut.
it.each(Object.entries(PAGES))('%s has room for all in Spanish, on a phone', async (_page, staged) => {
  const state = statesOf(staged, 'es')['usual'];
  if (!state) throw new Error('a page has its usual state');
  const { page, context, open } = await stage(browser, staged, state, { viewport: PHONE, locale: 'es-US' });
  await open();
  const disorder = await disorderOf(page);
  await context.close();
  expect(disorder).toEqual(IN_ORDER);
});

// The answer of each was held above the bar: the last could be accepted where its pay and its place were still below it.
it.each([
  ['a phone', PHONE],
  ['a desk', DESK],
])('an offer below the first is answered below its own words, on %s', async (_name, viewport) => {
  const staged = PAGES['duty'];
  const state = staged && statesOf(staged)['usual'];
  if (!staged || !state) throw new Error('there is no page of offers');
  const { page, context, open } = await stage(browser, staged, state, { viewport });
  await open();
  const offers = page.locator('article');
  expect(await offers.count()).toBeGreaterThan(2);
  for (const offer of (await offers.all()).slice(1)) {
    const words = await offer.getByText(/^Needs:/).boundingBox();
    const accept = await offer.getByRole('button', { name: 'Accept' }).boundingBox();
    expect(accept?.y ?? 0).toBeGreaterThan((words?.y ?? Infinity) + (words?.height ?? 0));
  }
  await context.close();
});

it('finds a page that moves', async () => {
  const { page, context } = await person(browser);
  await page.addInitScript(watchShifts);
  await page.goto('/help');
  await page.setContent(
    `<div id="late"></div><h1 style="font-size:90px">${'What is read already, and moves down. '.repeat(4)}</h1>`,
  );
  await page.evaluate(async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    await frame();
    await frame();
    document.getElementById('late')?.style.setProperty('height', '400px');
    await frame();
    await frame();
  });
  await expect
    .poll(async () => (await shiftsOf(page)).reduce((sum, { value }) => sum + value, 0))
    .toBeGreaterThan(MOST_SHIFT);
  await context.close();
});

it('finds a table that is wider than its place', async () => {
  const { page, context } = await person(browser, { viewport: PHONE });
  await page.goto('/help');
  const cells = `<td>${'Suspend'.repeat(10)}</td>`.repeat(4);
  await page.setContent(`<main><div id="place"><table><tr>${cells}</tr></table></div></main>`);
  // The page takes no style from its text.
  await page.evaluate(() => document.getElementById('place')?.style.setProperty('overflow-x', 'auto'));
  expect((await disorderOf(page)).sideways).toHaveLength(1);
  await context.close();
});
