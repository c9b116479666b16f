import { describe, expect, it } from 'vitest';
import { ZipIndexGeocoder } from './zip-index-geocoder.js';

const places = new ZipIndexGeocoder();
const labels = async (text: string): Promise<string[]> => (await places.search(text)).items.map(({ label }) => label);

describe('a place in words, without network', () => {
  it('is found by its ZIP code', async () => {
    const { items, attribution } = await places.search('90012');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ label: 'Los Angeles, CA 90012', precision: 'area' });
    expect(items[0]?.position.lat).toBeCloseTo(34.06, 1);
    expect(attribution).toContain('GeoNames');
  });

  it('keeps the street that was typed before it', async () => {
    expect(await labels('111 S Grand Ave, Los Angeles, CA 90012')).toEqual(['111 S Grand Ave, Los Angeles, CA 90012']);
    expect(await labels('Los Angeles, CA 90012-1234')).toEqual(['Los Angeles, CA 90012']);
  });

  it('is found by the beginning of a town, the shortest name first, and by its state', async () => {
    expect((await labels('Pasadena, CA'))[0]).toMatch(/^Pasadena, CA /);
    expect((await labels('Pasadena, TX'))[0]).toMatch(/^Pasadena, TX /);
    expect((await labels('santa mon'))[0]).toMatch(/^Santa Monica, CA /);
  });

  it.each(['', 'x', '00000', 'Nowhereville Upon Nothing', "'; DROP TABLE users; --"])(
    'is nothing for %j',
    async (text) => {
      expect(await labels(text)).toEqual([]);
    },
  );

  it('is never a list longer than can be read', async () => {
    expect((await labels('san')).length).toBeLessThanOrEqual(8);
  });
});

describe('a spot on the map, without network', () => {
  it('has the name of the nearest ZIP code area, and stays where it is', async () => {
    const spot = { lat: 34.0195, lng: -118.4912 };
    const { items } = await places.nearest(spot);
    expect(items[0]?.label).toMatch(/^Santa Monica, CA /);
    expect(items[0]?.position).toEqual(spot);
  });

  it('has no name in the middle of the sea', async () => {
    expect((await places.nearest({ lat: 0, lng: -150 })).items).toEqual([]);
  });
});
