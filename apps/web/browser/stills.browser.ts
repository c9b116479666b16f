import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES, statesOf } from '../src/spec-support/stage/pages';
import { DESK, openBrowser, PHONE } from './browsing';
import { compared } from './compare-pictures';
import { stage, STILL } from './stage';

const KEPT = fileURLToPath(new URL('stills/', import.meta.url));
const SEEN = fileURLToPath(new URL('../screenshots/', import.meta.url));
/** Takes what is seen now as what has to be seen, once somebody has looked at it. */
const IS_KEEPING = process.env['AEGIS_KEEP_STILLS'] === '1';

/** Those that most people see most, and one of each kind. */
const STILLS = [
  ...['landing', 'sign-up', 'book', 'customer-jobs', 'customer-job', 'customer-messages', 'customer-account'],
  ...['duty', 'earnings', 'guard-job', 'board', 'admin-jobs'],
];
const WIDTHS = { 360: PHONE, 1440: DESK } as const;
/** Of all pixels: a word in another colour is more. Two pictures of one state are the same to the last pixel. */
const MOST_DIFFERING = 0.0005;
/** Another version of the browser smooths letters otherwise: what differs by more is something else. */
const MOST_IN_ANOTHER_BROWSER = 0.03;
/** With which the pictures were taken. */
const BROWSER = `${KEPT}browser.txt`;

const majorOf = (version: string): string => version.split('.')[0] ?? '';

let browser: Browser;
let mostDiffering: number;
beforeAll(async () => {
  mkdirSync(KEPT, { recursive: true });
  mkdirSync(SEEN, { recursive: true });
  browser = await openBrowser(STILL);
  if (IS_KEEPING) writeFileSync(BROWSER, `${browser.version()}\n`);
  const isSame = majorOf(readFileSync(BROWSER, 'utf8')) === majorOf(browser.version());
  mostDiffering = isSame ? MOST_DIFFERING : MOST_IN_ANOTHER_BROWSER;
});
afterAll(() => browser.close());

async function pictureOf(name: string, width: keyof typeof WIDTHS): Promise<Buffer> {
  const staged = PAGES[name];
  const state = staged && statesOf(staged)['usual'];
  if (!staged || !state) throw new Error(`there is no page ${name}`);
  const { page, context, open } = await stage(browser, staged, state, { viewport: WIDTHS[width] });
  await open();
  // A map is drawn by the graphics of a machine; that it is there the pages' own tests say.
  const mask = [page.locator('[data-map]')];
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css', mask });
  await context.close();
  return picture;
}

describe.each(STILLS)('%s looks as it did', (name) => {
  it.each([360, 1440] as const)('at %i px', async (width) => {
    const seen = await pictureOf(name, width);
    const file = `${KEPT}${name}-${width}.png`;
    if (IS_KEEPING) writeFileSync(file, seen);
    expect(existsSync(file), `${file} is kept by AEGIS_KEEP_STILLS=1 npm run test:browser -- stills`).toBe(true);
    const { share, drawn } = compared(readFileSync(file), seen);
    if (share > mostDiffering) {
      writeFileSync(`${SEEN}now-${name}-${width}.png`, seen);
      if (drawn) writeFileSync(`${SEEN}differs-${name}-${width}.png`, drawn);
    }
    expect(share, `see ${SEEN}differs-${name}-${width}.png`).toBeLessThanOrEqual(mostDiffering);
  });
});
