import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Geocoder, type PlacesFound } from './geocoder.js';
import { NominatimGeocoder } from './nominatim-geocoder.js';

const FOUND = [{ display_name: '111 South Grand Avenue, Los Angeles', lat: '34.0553', lon: '-118.2498' }];
const KIM = 'kim';
const FROM_BOARD: PlacesFound = { items: [], attribution: 'on board' };

class OnBoard extends Geocoder {
  search(): Promise<PlacesFound> {
    return Promise.resolve(FROM_BOARD);
  }
  nearest(): Promise<PlacesFound> {
    return Promise.resolve(FROM_BOARD);
  }
}

let server: Server;
let places: NominatimGeocoder;
let asked: { url: string; at: number }[];
let answer: { status: number; body: string };

beforeEach(async () => {
  asked = [];
  answer = { status: 200, body: JSON.stringify(FOUND) };
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', at: performance.now() });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  places = new NominatimGeocoder(`http://127.0.0.1:${port}/`, new OnBoard());
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("a geocoder with Nominatim's interface", () => {
  it('is asked in its words, and its answer is ours', async () => {
    const { items } = await places.search('111 S Grand Ave & Main', KIM);
    expect(items).toEqual([
      {
        label: '111 South Grand Avenue, Los Angeles',
        position: { lat: 34.0553, lng: -118.2498 },
        precision: 'address',
      },
    ]);
    const url = new URL(asked[0]?.url ?? '', 'http://geocoder');
    expect(url.pathname).toBe('/search');
    expect(url.searchParams.get('q')).toBe('111 S Grand Ave & Main');
  });

  it('is asked once for one question, also by many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => places.search('Los Angeles', KIM)));
    expect(new Set(answers.map(({ items }) => items[0]?.label)).size).toBe(1);
    await places.search('Los Angeles', KIM);
    expect(asked).toHaveLength(1);
  });

  it('is left in peace for a second between two questions', async () => {
    await Promise.all([places.search('one', KIM), places.search('two', 'another')]);
    // Timers of a busy machine are late, never early; the server sees the second one a second later.
    expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThan(950);
  });

  it('is not waited for behind the many questions of somebody else', async () => {
    const many = Promise.all(Array.from({ length: 90 }, (_, typed) => places.search(`Los Angeles ${typed}`, KIM)));
    const other = await places.search('Pasadena', 'another');
    expect(other.items[0]?.label).toContain('Grand');
    const answers = await many;
    // The first and the newest were asked, and the one of somebody else between them.
    expect(asked.map(({ url }) => new URL(url, 'http://geocoder').searchParams.get('q'))).toEqual([
      'Los Angeles 0',
      'Los Angeles 89',
      'Pasadena',
    ]);
    expect(answers.filter((answer) => answer === FROM_BOARD)).toHaveLength(88);
  });

  it('is replaced by what is on board for whoever comes when enough wait', async () => {
    const askers = Array.from({ length: 9 }, (_, index) => `asker ${index}`);
    const answers = await Promise.all(askers.map((asker) => places.search(`place of ${asker}`, asker)));
    expect(answers.filter((answer) => answer === FROM_BOARD).length).toBeGreaterThanOrEqual(4);
  });

  it.each([
    ['an error', { status: 503, body: '{}' }],
    ['something else than places', { status: 200, body: '[{"name": 1}]' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['nothing', { status: 200, body: '[]' }],
  ])('is replaced by what is on board when it answers with %s', async (_, given) => {
    answer = given;
    expect(await places.search('Los Angeles', KIM)).toEqual(FROM_BOARD);
  });

  it('is asked again after a failure', async () => {
    answer = { status: 503, body: '{}' };
    await places.search('Los Angeles', KIM);
    answer = { status: 200, body: JSON.stringify(FOUND) };
    expect((await places.search('Los Angeles', KIM)).items).toHaveLength(1);
  });

  it('names a spot', async () => {
    answer = { status: 200, body: JSON.stringify(FOUND[0]) };
    expect((await places.nearest({ lat: 34.05531, lng: -118.24981 }, KIM)).items[0]?.label).toContain('Grand');
    expect(asked[0]?.url).toContain('lat=34.05531');
  });
});
