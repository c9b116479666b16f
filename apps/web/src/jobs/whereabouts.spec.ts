import * as en from '@aegis/words/en';
import { describe, expect, it } from 'vitest';
import { offset } from '../map/geometry';
import { speakWith } from '../words/speech';
import type { Job } from './job-queries';
import { type FixFacts, whereabouts, whereaboutsColor, whereaboutsWords } from './whereabouts';

// The tables speak while they are collected.
speakWith('en', en);

const ZONE = 'America/Los_Angeles';
const GATE = { lat: 34.05, lng: -118.25 };
/** 7:00 PM at the gate. */
const START = Date.parse('2026-07-14T02:00:00Z');
const MINUTE_MS = 60_000;
const RULES = { silenceMinutes: 10, geofenceAccuracyMeters: 50 };

const at = (minutes: number): string => new Date(START + minutes * MINUTE_MS).toISOString();

/** @param now minutes after the start */
function said(now: number, given: Partial<Job>, fix?: [meters: number, at: number, accuracyMeters?: number]) {
  const job = {
    status: 'matched',
    location: GATE,
    siteRadiusMeters: 150,
    startTime: at(0),
    startedAt: null,
    leftPostAt: null,
    guard: { id: 'g', name: 'Gina' },
    ...given,
  } as Job;
  const seen: FixFacts | undefined = fix && {
    ...offset(GATE, fix[0], 90),
    recordedAt: at(fix[1]),
    accuracyMeters: fix[2] ?? 10,
    speedMps: null,
  };
  const where = whereabouts(job, seen, START + now * MINUTE_MS, RULES);
  return { is: where.is, words: whereaboutsWords(job, where, ZONE), color: whereaboutsColor(where) };
}

const AT_WORK = { status: 'in_progress', startedAt: at(-1) } as const;
const GREEN = 'var(--aegis-on-site)';
const AMBER = 'var(--aegis-needs-you)';

describe('what is said of where a guard is', () => {
  it.each([
    ['is as far away as a position of now shows', said(-20, {}, [3000, -21]), 'Gina is about 7 min away'],
    ['is no distance of a position that is 18 minutes old', said(-2, {}, [300, -20]), /^Gina comes .*7:00\sPM$/],
    ['is the booking where nothing is known', said(-20, {}), /^Gina comes .*7:00\sPM$/],
    [
      'is that they are there, and have not checked in',
      said(5, {}, [120, 4]),
      'Gina is at the site, and has not checked in yet',
    ],
    [
      'counts how exact a position is, up to the limit',
      said(-5, {}, [190, -6, 90]),
      'Gina is at the site, and has not checked in yet',
    ],
    [
      'is both, of one who is late and on the way',
      said(5, {}, [3000, 4]),
      'Gina has not checked in yet, and is about 7 min away',
    ],
    ['is that they have not come, where nothing is known', said(5, {}, [300, -20]), 'Gina has not checked in yet'],
  ])('before the check-in %s', (_what, { words, color }, expected) => {
    expect(words).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
    expect(color).toBeUndefined();
  });

  it.each([
    [
      'on site, of a position of now within the site',
      said(60, AT_WORK, [40, 58]),
      GREEN,
      'Gina is on site since 6:59\u00a0PM',
    ],
    [
      'on site right after a check-in that no position showed',
      said(5, AT_WORK),
      GREEN,
      'Gina is on site since 6:59\u00a0PM',
    ],
    [
      'on site right after a check-in, whatever was seen on the way',
      said(2, AT_WORK, [900, -3]),
      GREEN,
      'Gina is on site since 6:59\u00a0PM',
    ],
    [
      'on site where an inexact position may lie within',
      said(60, AT_WORK, [240, 59, 100]),
      GREEN,
      'Gina is on site since 6:59\u00a0PM',
    ],
    [
      'checked in, and elsewhere now',
      said(60, AT_WORK, [6300, 59]),
      AMBER,
      'Gina checked in at 6:59\u00a0PM, and is 3.9 mi from the site now',
    ],
    [
      'checked in, and not heard of since, near or far',
      said(60, AT_WORK, [6300, 38]),
      AMBER,
      'Gina checked in at 6:59\u00a0PM; no position for 22 min',
    ],
    [
      'checked in, and never heard of',
      said(60, AT_WORK),
      AMBER,
      'Gina checked in at 6:59\u00a0PM; no position for 1 h 1 min',
    ],
    [
      'away since several positions have shown it',
      said(60, { ...AT_WORK, leftPostAt: at(30) }, [900, 59]),
      AMBER,
      'Gina is away from the site since 7:30\u00a0PM',
    ],
  ])('at work is %s', (_what, { words, color }, expectedColor, expected) => {
    expect({ words, color }).toEqual({ words: expected, color: expectedColor });
  });

  it.each(['requested', 'completed', 'cancelled'] as const)('is nothing of a job that is %s', (status) => {
    expect(said(5, { status }, [10, 4])).toEqual({ is: 'nowhere', words: null, color: undefined });
  });
});
