import { mkdtempSync, readdirSync, readlinkSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { PMTiles } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STREET_NAME, streetArchive } from '../../../test/street-archive.js';
import { mapTilesAddress, serveMapArchive } from './map-archive.js';
import { mapArchiveProblem } from './map-archive-check.js';

const ARCHIVE = Buffer.from(streetArchive());
const SIZE = ARCHIVE.length;
const ADDRESS = '/map.pmtiles';

let folder: string;
let file: string;
let server: FastifyInstance;

const serverOf = async (path: string): Promise<FastifyInstance> => {
  const made = fastify({ forceCloseConnections: true });
  serveMapArchive(made, { file: path });
  await made.ready();
  return made;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aegis-map-'));
  file = join(folder, 'region.pmtiles');
  writeFileSync(file, ARCHIVE);
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  server = await serverOf(file);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const ask = (headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET', url = ADDRESS) =>
  server.inject({ method, url, headers });
const tagOf = async (): Promise<string> => String((await ask()).headers['etag']);

describe('the archive of streets', () => {
  it.each([
    ['bytes=0-126', 0, 126],
    ['bytes=0-16383', 0, SIZE - 1],
    ['bytes=200-', 200, SIZE - 1],
    ['bytes=-10', SIZE - 10, SIZE - 1],
  ])('gives %s as a part', async (range, start, end) => {
    const { statusCode, headers, rawPayload } = await ask({ range });
    expect(statusCode).toBe(206);
    expect(headers).toMatchObject({
      'accept-ranges': 'bytes',
      'content-range': `bytes ${start}-${end}/${SIZE}`,
      'content-length': String(end - start + 1),
      'content-type': 'application/vnd.pmtiles',
      'cache-control': 'public, max-age=86400',
    });
    expect(rawPayload.equals(ARCHIVE.subarray(start, end + 1))).toBe(true);
  });

  it('is the whole file without a range, and for several at once', async () => {
    for (const range of ['', 'bytes=0-1,5-6']) {
      const { statusCode, rawPayload } = await ask({ range });
      expect([statusCode, rawPayload.equals(ARCHIVE)]).toEqual([200, true]);
    }
  });

  it('says where it ends to who asks beyond', async () => {
    const { statusCode, headers, body } = await ask({ range: `bytes=${SIZE}-` });
    expect([statusCode, headers['content-range'], body]).toEqual([416, `bytes */${SIZE}`, '']);
  });

  it('is described without being read', async () => {
    const whole = await ask({}, 'HEAD');
    expect([whole.statusCode, whole.headers['content-length'], whole.body]).toEqual([200, String(SIZE), '']);
    const part = await ask({ range: 'bytes=0-9' }, 'HEAD');
    expect([part.statusCode, part.headers['content-length'], part.body]).toEqual([206, '10', '']);
  });

  it('is not sent again to who has it', async () => {
    const tag = await tagOf();
    expect(tag).toMatch(/^"[\da-f]+-[\da-f]+"$/);
    for (const known of [tag, `"other", ${tag}`, `W/${tag}`, '*'])
      expect((await ask({ 'if-none-match': known })).statusCode).toBe(304);
    expect((await ask({ 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it('gives a part only of the file that the first part came from', async () => {
    const range = 'bytes=0-9';
    const { headers } = await ask();
    for (const same of [headers['etag'], headers['last-modified']])
      expect((await ask({ range, 'if-range': String(same) })).statusCode).toBe(206);
    for (const other of ['"other"', `W/${String(headers['etag'])}`, 'Mon, 01 Jan 2024 00:00:00 GMT'])
      expect((await ask({ range, 'if-range': other })).statusCode).toBe(200);
  });

  it('has another tag when it was replaced', async () => {
    const before = await tagOf();
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    expect(await tagOf()).not.toBe(before);
  });

  it.each([
    '/map.pmtiles/../secret.txt',
    '/map.pmtiles/secret.txt',
    '/%2e%2e/secret.txt',
    '/secret.txt',
    '/region.pmtiles',
  ])('leads nowhere else: %s', async (url) => {
    const { statusCode, body } = await ask({}, 'GET', url);
    expect(statusCode).toBe(404);
    expect(body).not.toBe('secret');
  });

  it('is not there while the file is not, and without a restart when it has come', async () => {
    const later = join(folder, 'later.pmtiles');
    const waiting = await serverOf(later);
    expect((await waiting.inject(ADDRESS)).statusCode).toBe(404);
    writeFileSync(later, ARCHIVE);
    expect((await waiting.inject(ADDRESS)).statusCode).toBe(200);
    await waiting.close();
    const directory = await serverOf(folder);
    expect((await directory.inject(ADDRESS)).statusCode).toBe(404);
    await directory.close();
  });

  it('is read through a socket by the library that browsers read it with', async () => {
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const header = await new PMTiles(url + ADDRESS).getHeader();
    expect(header).toMatchObject({ minZoom: 12, maxZoom: 12, etag: await tagOf() });
    const tile = await new PMTiles(url + ADDRESS).getZxy(12, 714, 1653);
    expect(Buffer.from(tile?.data ?? new ArrayBuffer()).includes(STREET_NAME)).toBe(true);
  });

  // Linux alone tells which files a process has open.
  it.runIf(process.platform === 'linux')('is closed after readers who went away in the middle', async () => {
    const large = join(folder, 'large.pmtiles');
    writeFileSync(large, '');
    truncateSync(large, 64 * 2 ** 20);
    const patient = await serverOf(large);
    const url = (await patient.listen({ host: '127.0.0.1', port: 0 })) + ADDRESS;
    const left = new AbortController();
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(url, { signal: left.signal })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(timesOpen(large)).toBe(5);
    left.abort();
    await expect.poll(() => timesOpen(large)).toBe(0);
    await patient.close();
  });
});

const timesOpen = (path: string): number =>
  readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === path;
    } catch {
      // Closed between the two looks.
      return false;
    }
  }).length;

describe('what is wrong with the archive', () => {
  const written = (name: string, bytes: Uint8Array): { file: string } => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return { file: path };
  };
  const changed = (at: number, value: number): Uint8Array => {
    const copy = Uint8Array.from(ARCHIVE);
    copy[at] = value;
    return copy;
  };

  it('is nothing of one that is whole, of one elsewhere, and of none', async () => {
    expect(await mapArchiveProblem({ file })).toBeNull();
    expect(await mapArchiveProblem({ url: 'https://maps.example/region.pmtiles' })).toBeNull();
    expect(await mapArchiveProblem(null)).toBeNull();
  });

  it.each([
    ['cannot be read (ENOENT)', () => ({ file: join(folder, 'gone.pmtiles') })],
    ['is no file', () => ({ file: folder })],
    ['is no archive of PMTiles', () => written('text', Buffer.from('<html>'.repeat(100)))],
    ['is no archive of PMTiles', () => written('short', ARCHIVE.subarray(0, 20))],
    ['is no archive of PMTiles', () => written('empty', new Uint8Array())],
    ['is an archive of version 2', () => written('old', changed(7, 2))],
    ['is an archive of version 9', () => written('new', changed(7, 9))],
    ['has no vector tiles', () => written('pictures', changed(99, 2))],
    ['neither plain nor compressed by gzip', () => written('zstd', changed(98, 4))],
    ['it was not copied whole', () => written('half', ARCHIVE.subarray(0, SIZE - 1))],
  ])('is said: %s', async (problem, make) => {
    const sentence = await mapArchiveProblem(make());
    expect(sentence).toMatch(/^MAP_TILES: \//);
    expect(sentence).toContain(problem);
  });
});

it('is read at an address that names the version of the file, or where it is', () => {
  const address = mapTilesAddress({ file }) ?? '';
  expect(address).toMatch(/^\/map\.pmtiles\?v=[\da-f]+-[\da-f]+$/);
  utimesSync(file, new Date(), new Date(Date.now() + 20_000));
  expect(mapTilesAddress({ file })).not.toBe(address);
  expect(mapTilesAddress({ file: join(folder, 'gone') })).toBe(ADDRESS);
  expect(mapTilesAddress({ url: 'https://maps.example/region.pmtiles' })).toBe('https://maps.example/region.pmtiles');
  expect(mapTilesAddress(null)).toBeNull();
});
