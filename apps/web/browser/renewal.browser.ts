import { createServer, type OutgoingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { baseUrl, openBrowser, person, signUp } from './browsing';

/** The application as it is now, and as it is after its server was renewed. */
let renewed = { api: false, worker: false };
let front: Server;
let url: string;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
  const { host, hostname, port, origin } = new URL(baseUrl());
  front = createServer((received, answered) => {
    const headers = { ...received.headers, host, ...(received.headers.origin && { origin }) };
    const asked = request({ hostname, port, path: received.url, method: received.method, headers }, (given) => {
      const isApi = received.url?.startsWith('/api/v1/') === true;
      const isWorker = renewed.worker && received.url === '/sw.js';
      const own: OutgoingHttpHeaders = {
        ...given.headers,
        ...(isApi && renewed.api && { 'aegis-contract': 'another-contract' }),
      };
      // One byte more is another worker, which is how browsers find out.
      if (isWorker)
        for (const name of ['content-length', 'content-encoding', 'etag']) Reflect.deleteProperty(own, name);
      answered.writeHead(given.statusCode ?? 502, own);
      given.pipe(answered, { end: !isWorker });
      if (isWorker) given.once('end', () => answered.end('\n// renewed\n'));
    });
    // Whole and as text, so that a byte can be added to it.
    if (received.url === '/sw.js')
      for (const name of ['accept-encoding', 'if-none-match', 'if-modified-since']) asked.removeHeader(name);
    asked.once('error', () => answered.destroy());
    received.pipe(asked);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => front.once('listening', resolve));
  url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  front.closeAllConnections();
  await new Promise((resolve) => front.close(resolve));
});

/** In a form that keeps no draft of its own. */
async function typeSomething(page: Page, name: string): Promise<void> {
  await page.getByLabel('First name').fill(name);
  await page.getByRole('region', { name: 'E-mail' }).getByLabel('New e-mail').fill('new@example.com');
}

async function isThere(page: Page, name: string): Promise<void> {
  const mail = page.getByRole('region', { name: 'E-mail' }).getByLabel('New e-mail');
  await expect.poll(() => mail.inputValue()).toBe('new@example.com');
  await expect.poll(() => page.getByLabel('First name').inputValue()).toBe(name);
}

it('a page that is older than the API says so, and loading it again loses nothing that was typed', async () => {
  renewed = { api: false, worker: false };
  const { page, context, complaints } = await person(browser, { baseURL: url });
  await signUp(page, 'customer', 'Nora');
  await page.goto('/jobs');
  await page.getByRole('heading', { name: 'My jobs' }).waitFor();
  expect(await page.getByTestId('old-page').count()).toBe(0);
  renewed.api = true;
  await page.getByRole('link', { name: 'Account' }).first().click();
  await page.getByTestId('old-page').waitFor();
  await typeSomething(page, 'Noreen');
  await page.getByText('Aegis was renewed while this page was open.').waitFor();
  // What its server is now is what it is loaded with.
  renewed.api = false;
  await page.getByRole('button', { name: 'Load again' }).click();
  await isThere(page, 'Noreen');
  expect(await page.getByTestId('old-page').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a worker that is renewed while the page is open takes over when its user says so, and nothing typed is lost', async () => {
  renewed = { api: false, worker: false };
  const { page, context, complaints } = await person(browser, { baseURL: url });
  await signUp(page, 'customer', 'Wilma');
  await page.goto('/account');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const before = await page.evaluate(() => performance.timeOrigin);
  await typeSomething(page, 'Wilhelmina');
  renewed.worker = true;
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await page.getByText('A new version is ready').waitFor();
  // It waits: nobody is interrupted.
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(before);
  await page.getByRole('button', { name: 'Load now' }).click();
  await expect.poll(() => page.evaluate(() => performance.timeOrigin).catch(() => before)).not.toBe(before);
  await isThere(page, 'Wilhelmina');
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
  expect(complaints).toEqual([]);
  await context.close();
});
