import { readFile } from 'node:fs/promises';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export const PASSWORD = 'a-long-password';
export const DEMO = {
  customer: 'customer@aegis.demo',
  guard: 'guard.brooks@aegis.demo',
  admin: 'admin@aegis.demo',
  password: 'demo123',
};

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1440, height: 900 };

/** Chromium's own compositor leaves out a strip of a map; drawn whole by software a page takes several times as long. */
const DRAWN = process.env['AEGIS_PICTURES']
  ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']
  : ['--disable-gpu'];

const FLAGS = [
  '--headless',
  ...DRAWN,
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const baseUrl = (): string => {
  const url = process.env['AEGIS_BROWSER_URL'];
  if (!url) throw new Error('the application was not started');
  return url;
};

/** @param more flags beside the usual ones */
export function openBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: [...FLAGS, ...more] });
}

/** One person's browser: its own cookies and storage, and what its console complained about. */
export interface Person {
  context: BrowserContext;
  page: Page;
  /** Errors of the console and of scripts. */
  complaints: string[];
  /** Complaints about what the test itself breaks are expected: an address that is made to fail, a refusal that is provoked. */
  forgive: (pattern: RegExp) => void;
}

/** Chromium's remark on slow software rendering is about this machine. */
const NOISE = /GL Driver Message|GPU stall/;

export async function person(browser: Browser, options: BrowserContextOptions = {}): Promise<Person> {
  const context = await browser.newContext({
    baseURL: baseUrl(),
    locale: 'en-US',
    timezoneId: 'America/Los_Angeles',
    viewport: DESK,
    ...options,
  });
  const complaints: string[] = [];
  const forgiven: RegExp[] = [];
  const complain = (text: string): void => {
    if (!NOISE.test(text) && !forgiven.some((pattern) => pattern.test(text))) complaints.push(text);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') complain(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complain(error.error().stack ?? error.error().message));
  const page = await context.newPage();
  return { context, page, complaints, forgive: (pattern) => void forgiven.push(pattern) };
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

export async function signUp(page: Page, role: 'customer' | 'guard', name: string): Promise<string> {
  const email = `${name.toLowerCase()}.${Date.now()}@example.com`;
  await page.goto(role === 'guard' ? '/sign-up?as=guard' : '/sign-up');
  await page.getByLabel('First name').fill(name);
  await page.getByLabel('Last name').fill('Tester');
  await page.getByLabel('E-mail').fill(email);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open account' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-up'));
  return email;
}

/** What the browser saves when `act` is done: its name and content. */
export async function savedBy(page: Page, act: () => Promise<unknown>): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

/** A list of the service worker of the server, as it stands in its program: of files, `FILES` for everybody and `FILES_OF` by role. */
export async function listOfWorker<List>({ request }: BrowserContext, name: string): Promise<List> {
  const worker = await (await request.get('/sw.js')).text();
  return JSON.parse(new RegExp(`^const ${name} = (.+);$`, 'm').exec(worker)?.[1] ?? 'null') as List;
}

/**
 * Until the worker has all that the pages of a role need without network. It fetches them one after the other once somebody has signed in:
 * who loses the network before has what they had opened, and no more.
 */
export async function untilPagesAreKept(page: Page, role: 'customer' | 'guard'): Promise<void> {
  const files = (await listOfWorker<Record<typeof role, string[]>>(page.context(), 'FILES_OF'))[role];
  await page.waitForFunction(
    async (needed) => {
      const kept = await Promise.all(needed.map((file) => caches.match(file)));
      return navigator.serviceWorker.controller !== null && kept.length > 0 && kept.every((one) => one !== undefined);
    },
    files,
    { timeout: 60_000, polling: 500 },
  );
}
