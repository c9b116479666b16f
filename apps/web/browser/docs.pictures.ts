import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { PAGES, statesOf } from '../src/spec-support/stage/pages';
import { DESK, openBrowser, PHONE } from './browsing';
import { stage, STILL } from './stage';

const DOCS = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url));

interface Shown {
  page: string;
  state: string;
  viewport: typeof PHONE;
  /** Comes to the top: what the picture is of lies further down. */
  from?: string;
}

/** Those of the documentation that are drawn from the table of answers, by their names there. */
const PICTURES: Readonly<Record<string, Shown>> = {
  'customer-hours-1440': { page: 'customer-job', state: 'ended', viewport: DESK },
  'admin-board-1440': { page: 'board', state: 'usual', viewport: DESK },
  'customer-messages-360': { page: 'customer-job', state: 'usual', viewport: PHONE, from: 'Messages' },
  'customer-booking-1440': { page: 'book-again', state: 'usual', viewport: DESK },
  'guard-offers-360': { page: 'duty', state: 'usual', viewport: PHONE, from: 'Offers' },
  'guard-earnings-1440': { page: 'earnings', state: 'usual', viewport: DESK },
};
/** Of the header that stays above. */
const HEADER_PX = 76;

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser(STILL)));
afterAll(() => browser.close());

it.each(Object.entries(PICTURES))('%s', async (name, { page: of, state: stateName, viewport, from }) => {
  const staged = PAGES[of];
  const state = staged && statesOf(staged)[stateName];
  if (!staged || !state) throw new Error(`there is no ${of} that is ${stateName}`);
  const { page, context, open } = await stage(browser, staged, state, { viewport });
  await open();
  if (from !== undefined)
    await page
      .getByRole('region', { name: from })
      .evaluate((region, above) => scrollTo(0, region.getBoundingClientRect().top - above), HEADER_PX);
  await page.screenshot({ path: `${DOCS}${name}.png`, animations: 'disabled', caret: 'hide' });
  await context.close();
});
