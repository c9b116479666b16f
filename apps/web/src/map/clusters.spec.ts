import { describe, expect, it } from 'vitest';
import { clustersOf, loudestTone } from './clusters';
import type { PlaceOnMap } from './map-content';

const place = (id: string, lng: number, tone: PlaceOnMap['tone'] = 'next'): PlaceOnMap => ({
  id,
  position: { lat: 34, lng },
  label: id,
  tone,
});
/** A map whose screen has so many pixels for a degree. */
const scale = (pixels: number) => (position: { lat: number; lng: number }) => ({
  x: position.lng * pixels,
  y: position.lat * pixels,
});

describe('places on a map', () => {
  const places = [place('a', 0), place('b', 1), place('c', 10)];

  it('are one cluster where they would cover each other', () => {
    const clusters = clustersOf(places, scale(20));
    expect(clusters.map((cluster) => cluster.places.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
    expect(clusters[0]?.position).toEqual({ lat: 34, lng: 0.5 });
  });

  it('come apart as the map comes nearer', () => {
    expect(clustersOf(places, scale(1000))).toHaveLength(3);
    expect(clustersOf(places, scale(1))).toHaveLength(1);
  });

  it('never lose one', () => {
    const many = Array.from({ length: 200 }, (_, index) => place(String(index), Math.sin(index) * 5));
    for (const pixels of [1, 7, 40, 900]) {
      const found = clustersOf(many, scale(pixels)).flatMap((cluster) => cluster.places.map(({ id }) => id));
      expect(found.toSorted()).toEqual(many.map(({ id }) => id).toSorted());
    }
  });
});

it('a cluster has the colour of what needs the most attention', () => {
  expect(loudestTone([place('a', 0, 'quiet'), place('b', 0, 'needs-you'), place('c', 0, 'on-site')])).toBe('needs-you');
  expect(loudestTone([place('a', 0, 'quiet'), place('b', 0, 'next')])).toBe('next');
});
