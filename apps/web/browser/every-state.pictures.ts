import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { PAGES, type StagedPage, statesOf } from '../src/spec-support/stage/pages';
import { DESK, openBrowser, PHONE } from './browsing';
import { type Look, stage, STILL } from './stage';

const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));
const TABLET = { width: 768, height: 1024 };
/** Of three hundred rows the first say how they look. */
const MOST_HEIGHT = 3000;

let browser: Browser;
beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await openBrowser(STILL);
});
afterAll(() => browser.close());

const LIGHT: readonly Look[] = [PHONE, TABLET, DESK].map((viewport) => ({ viewport }));
/** As it usually is, a page is seen in every way; its other states at both ends of the widths. */
const LOOKS: readonly Look[] = [
  ...LIGHT,
  ...LIGHT.map((look): Look => ({ ...look, colorScheme: 'dark' })),
  ...LIGHT.map((look): Look => ({ ...look, locale: 'es-US' })),
];
const OF_OTHER_STATES: readonly Look[] = [{ viewport: PHONE }, { viewport: DESK }];

async function draw(name: string, staged: StagedPage, stateName: string, look: Look): Promise<void> {
  const { viewport = DESK, colorScheme = 'light', locale } = look;
  const language = locale === 'es-US' ? 'es' : 'en';
  const state = statesOf(staged, language)[stateName];
  if (!state) throw new Error(`${name} has no state ${stateName}`);
  const { page, context, open } = await stage(browser, staged, state, look);
  await open();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const path = `${SCREENSHOTS}${name}.${stateName}${language === 'en' ? '' : `.${language}`}-${viewport.width}-${colorScheme}.png`;
  const clip = { x: 0, y: 0, width: viewport.width, height: Math.min(height, MOST_HEIGHT) };
  // On a phone a bar is held at the bottom: of the whole page, and not in the middle of it.
  if (viewport === PHONE) await page.setViewportSize(clip);
  await page.screenshot({ path, fullPage: true, clip, animations: 'disabled', caret: 'hide' });
  await context.close();
}

describe.each(Object.entries(PAGES))('%s', (name, staged) => {
  it.each(Object.keys(statesOf(staged)))('when it is: %s', async (stateName) => {
    for (const look of stateName === 'usual' ? LOOKS : OF_OTHER_STATES) await draw(name, staged, stateName, look);
  });
});
