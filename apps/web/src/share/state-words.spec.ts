import * as en from '@aegis/words/en';
import { beforeEach, expect, it } from 'vitest';
import { speakWith } from '../words/speech';
import type { SharedJob } from './shared-job';
import { stateWords } from './state-words';

beforeEach(() => speakWith('en', en));

const NOW = Date.parse('2026-11-27T20:00:00Z');
const PLACE = { lat: 37.8, lng: -122.27 };

const seenAgo = (minutes: number): SharedJob => ({
  ...{ state: 'on_site', guardFirstName: 'Lou', startTime: '2026-11-27T19:00:00Z', endTime: '2026-11-27T23:00:00Z' },
  ...{ timeZone: 'America/Los_Angeles', arrivedAt: '2026-11-27T18:58:00Z', site: PLACE, awayMiles: null },
  guard: { position: PLACE, accuracyMeters: 8, seenAt: new Date(NOW - minutes * 60_000).toISOString() },
});

// Of a guard who had been silent for an hour the page went on to say that they were there.
it.each([
  [0, 'Lou is on site, seen just now.'],
  [4, 'Lou is on site, seen 4 minutes ago.'],
  [5, 'Lou has checked in on site, and was last seen 5 minutes ago.'],
  [18, 'Lou has checked in on site, and was last seen 18 minutes ago.'],
])('of a guard who was seen %i minutes ago it says no more than is known', (minutes, said) => {
  expect(stateWords(seenAgo(minutes), NOW, 5)).toBe(said);
});

it('says when they were seen where the rules of the market are not known', () => {
  expect(stateWords(seenAgo(18), NOW, null)).toBe('Lou is on site, seen 18 minutes ago.');
});
