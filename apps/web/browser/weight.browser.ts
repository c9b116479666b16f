import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { baseUrl, openBrowser, person } from './browsing';

const MOST_SCRIPT_KB = 200;
const MOST_TIMES_BARE = 2;
const ROUNDS = 7;

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

it('of the first page is at most 200 KB of compressed script, and no map', async () => {
  const { page, context } = await person(browser, { serviceWorkers: 'block' });
  const sizes: [string, number][] = [];
  const reading: Promise<unknown>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    reading.push(response.body().then((body) => sizes.push([response.url(), gzipSync(body).length])));
  });
  await page.goto('/');
  await page.waitForLoadState('networkidle');
  await Promise.all(reading);
  await context.close();
  const kilobytes = sizes.reduce((sum, [, bytes]) => sum + bytes, 0) / 1024;
  process.stdout.write(`First page: ${kilobytes.toFixed(1)} KB of gzipped script in ${sizes.length} files\n`);
  expect(sizes.some(([url]) => url.includes('map-canvas'))).toBe(false);
  expect(kilobytes).toBeLessThanOrEqual(MOST_SCRIPT_KB);
});

it('shows its largest part within twice the time of a bare page of Vite and React', async () => {
  const bare = await bareReactPage();
  try {
    const times = { bare: [] as number[], aegis: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.bare.push(await largestPaintMs(bare.url));
      times.aegis.push(await largestPaintMs(baseUrl()));
    }
    const [ours, theirs] = [median(times.aegis), median(times.bare)];
    const ratio = ours / theirs;
    process.stdout.write(
      `Largest contentful paint, median of ${ROUNDS}: Aegis ${ours.toFixed(0)} ms, bare page ${theirs.toFixed(0)} ms, ${ratio.toFixed(2)} times\n`,
    );
    expect(ratio).toBeLessThanOrEqual(MOST_TIMES_BARE);
  } finally {
    await bare.close();
  }
});

const median = (values: number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

async function largestPaintMs(url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  const time = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? NaN)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        });
      }),
  );
  await context.close();
  return time;
}

/** What `npm create vite` would give: a heading and a paragraph, drawn by React. */
async function bareReactPage(): Promise<{ url: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-bare-'));
  symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><html lang="en"><title>Bare</title><div id="root"></div><script type="module" src="/main.js"></script>',
  );
  writeFileSync(
    join(folder, 'main.js'),
    `import { createElement } from 'react'; import { createRoot } from 'react-dom/client';
createRoot(document.getElementById('root')).render(createElement('main', null, createElement('h1', null, 'A licensed guard, when and where you need one.'), createElement('p', null, 'Say where and when.')));`,
  );
  await build({ root: folder, configFile: false, logLevel: 'error', build: { outDir: 'dist' } });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    readFile(join(folder, 'dist', path)).then(
      (content) => {
        response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html');
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => stop(server, folder) };
}

async function stop(server: Server, folder: string): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
}
