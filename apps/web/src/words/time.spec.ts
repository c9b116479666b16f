import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atMoment, moment } from './time';

const ZONE = 'America/Los_Angeles';

describe('a time on another day', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-23T20:00:00Z') }));
  afterEach(() => void vi.useRealTimers());

  it('has its day, alone and in a sentence', () => {
    expect([moment, atMoment].map((say) => say('2026-11-24T02:02:00Z', ZONE))).toEqual(['6:02 PM', 'at 6:02 PM']);
    expect([moment, atMoment].map((say) => say('2026-11-24T20:30:00Z', ZONE))).toEqual([
      'tomorrow, 12:30 PM',
      'tomorrow at 12:30 PM',
    ]);
    expect([moment, atMoment].map((say) => say('2026-11-28T20:30:00Z', ZONE))).toEqual([
      'Sat, Nov 28, 12:30 PM',
      'on Sat, Nov 28 at 12:30 PM',
    ]);
  });
});
