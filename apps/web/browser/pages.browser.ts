import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './accessibility';
import { DEMO, DESK, openBrowser, person, PHONE, signIn } from './browsing';

const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));

interface Visitor {
  email: string | null;
  paths: Record<string, string>;
}

const VISITORS: Record<string, Visitor> = {
  visitor: {
    email: null,
    paths: {
      landing: '/',
      'sign-in': '/sign-in',
      'sign-up': '/sign-up',
      'forgot-password': '/forgot-password',
      'not-found': '/nowhere',
    },
  },
  customer: {
    email: DEMO.customer,
    paths: { book: '/book', jobs: '/jobs', job: '/jobs#first', account: '/account' },
  },
  guard: {
    email: DEMO.guard,
    paths: { duty: '/duty', jobs: '/jobs', job: '/jobs#first', earnings: '/earnings', profile: '/profile' },
  },
  admin: {
    email: DEMO.admin,
    paths: {
      overview: '/admin',
      board: '/admin/board',
      jobs: '/admin/jobs',
      job: '/admin/jobs#first',
      guards: '/admin/guards',
      users: '/admin/users',
      payments: '/admin/payments',
      reconciliation: '/admin/reconciliation',
      privacy: '/admin/privacy',
      retention: '/admin/retention',
      indexes: '/admin/indexes',
    },
  },
};

let browser: Browser;
beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function open(page: Page, path: string): Promise<void> {
  const [address = '/', what] = path.split('#');
  await page.goto(address);
  if (what === 'first') await page.locator('main a[href*="/jobs/"]').first().click();
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  const map = page.locator('[data-map]');
  if ((await map.count()) > 0) await page.locator('[data-map=drawn]').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy=true], .mantine-Skeleton-root') === null);
  // The map's last tiles are drawn after its style is there; nothing tells when.
  if ((await map.count()) > 0) await page.waitForTimeout(1500);
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe.each(Object.entries(VISITORS))('the pages of the %s', (who, { email, paths }) => {
  it.each([
    ['a phone in light colours', PHONE, 'light'],
    ['a desk in light colours', DESK, 'light'],
    ['a phone in dark colours', PHONE, 'dark'],
    ['a desk in dark colours', DESK, 'dark'],
  ] as const)('are in order on %s', async (_name, viewport, colorScheme) => {
    const { page, context, complaints } = await person(browser, { viewport, colorScheme });
    if (email !== null) await signIn(page, email, DEMO.password);
    const found: Record<string, unknown> = {};
    for (const [name, path] of Object.entries(paths)) {
      await open(page, path);
      await page.screenshot({ path: `${SCREENSHOTS}${who}-${name}-${viewport.width}-${colorScheme}.png` });
      found[name] = { violations: await violations(page), overflow: await overflow(page) };
    }
    await context.close();
    const inOrder = Object.fromEntries(Object.keys(paths).map((name) => [name, { violations: [], overflow: 0 }]));
    expect(found).toEqual(inOrder);
    expect(complaints).toEqual([]);
  });
});
