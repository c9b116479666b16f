import type { MarketRules } from '@aegis/contract';
import * as en from '@aegis/words/en';
import { beforeAll, describe, expect, it } from 'vitest';
import { speakWith } from '../words/speech';
import { isShownAtSite, siteWords } from './site-words';

const RULES = { geofenceAccuracyMeters: 50, fixPoorMeters: 200 } as MarketRules;
const say = (meters: number | null, accuracy: number | null, radius = 150, rules: Partial<MarketRules> = {}): string =>
  siteWords(meters, accuracy, radius, { ...RULES, ...rules });

beforeAll(() => speakWith('en', en));

describe('what is said before a check-in', () => {
  it('says how far it is and what is enough', () => {
    expect(say(240, 8)).toMatch(/^You are .+ from the gate; .+ is enough\.$/);
  });

  it('counts the exactness in, up to the limit', () => {
    expect(say(155, 8)).toMatch(/^You are at the site/);
    expect(say(199, 100)).toMatch(/^You are at the site/);
    expect(say(201, 100)).toMatch(/is enough/);
  });

  it('goes by the size of the site and the rules of the server', () => {
    expect(say(199, 100, 50)).toMatch(/is enough/);
    expect(say(350, 8, 400)).toMatch(/^You are at the site/);
    expect(say(240, 100, 150, { geofenceAccuracyMeters: 90 })).toMatch(/^You are at the site/);
  });

  it('asks for a better position before anything else', () => {
    expect(say(10, 201)).toMatch(/exact to .+ only/);
  });

  it('does not guess', () => expect(say(null, null)).toBe('Your position is being read.'));
});

it.each([
  [20, 8, true],
  [158, 8, true],
  [159, 8, false],
  [20, 51, false],
])('a check-out %i m away, exact to %i m, may wait a minute: %s', (meters, accuracy, may) => {
  expect(isShownAtSite(meters, accuracy, 150, { ...RULES, fixGoodMeters: 50 })).toBe(may);
});
