import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../platform/clock/duration.js';
import { rulesSchema } from '../../platform/config/rules.js';
import { isTracked, readableRange, trackedFrom, uploadRange } from './tracking-window.js';

const rules = rulesSchema.parse({});
const START = new Date('2026-07-01T12:00:00Z');
const job = (more: Partial<Parameters<typeof trackedFrom>[0]> = {}) => ({
  startTime: START,
  endTime: shift(START, 4 * HOUR_MS),
  matchedAt: shift(START, -DAY_MS),
  completedAt: null,
  cancelledAt: null,
  ...more,
});

describe('tracking', () => {
  it.each([
    ['requested', false],
    ['matched', true],
    ['in_progress', true],
    ['completed', false],
    ['cancelled', false],
  ] as const)('of a job that is %s: %s', (status, tracked) => {
    expect(isTracked({ ...job(), status }, START, rules)).toBe(tracked);
  });

  it('ends a quarter of an hour after the booked end, whatever the state', () => {
    const last = shift(START, 4 * HOUR_MS + 15 * MINUTE_MS);
    const running = { ...job(), status: 'in_progress' as const };
    expect(isTracked(running, shift(last, -1), rules)).toBe(true);
    expect(isTracked(running, last, rules)).toBe(false);
    expect(readableRange(running, shift(last, HOUR_MS), rules)?.until).toEqual(last);
    expect(uploadRange(running, shift(last, HOUR_MS), rules)?.until).toEqual(last);
  });

  it('begins two hours before the start for who accepted early, with acceptance for who accepted late', () => {
    const late = shift(START, -HOUR_MS);
    expect(trackedFrom(job(), rules)).toEqual(shift(START, -2 * HOUR_MS));
    expect(trackedFrom(job({ matchedAt: late }), rules)).toEqual(late);
    expect(trackedFrom(job({ matchedAt: null }), rules)).toBeNull();
  });
});

describe('what may be read', () => {
  const approach = shift(START, -2 * HOUR_MS);

  it('reaches to a minute ahead of now on a live job, to the check-out of a finished one', () => {
    expect(readableRange(job(), START, rules)).toEqual({ from: approach, until: shift(START, 61_000) });
    const completedAt = shift(START, HOUR_MS);
    expect(readableRange(job({ completedAt }), shift(START, DAY_MS), rules)).toEqual({
      from: approach,
      until: completedAt,
    });
  });

  it('is never older than thirty days', () => {
    const completedAt = shift(START, HOUR_MS);
    const soon = shift(START, 30 * DAY_MS);
    expect(readableRange(job({ completedAt }), soon, rules)).toEqual({ from: START, until: completedAt });
    expect(readableRange(job({ completedAt }), shift(completedAt, 30 * DAY_MS), rules)).toBeNull();
  });

  it('is nothing before anybody has accepted', () => {
    expect(readableRange(job({ matchedAt: null }), START, rules)).toBeNull();
  });
});

describe('what may be uploaded', () => {
  const approach = shift(START, -2 * HOUR_MS);
  const completedAt = shift(START, HOUR_MS);
  const live = { ...job(), status: 'in_progress' as const };
  const done = { ...job({ completedAt }), status: 'completed' as const };

  it('ends with the job, or soon after its booked end', () => {
    const last = shift(START, 4 * HOUR_MS + 15 * MINUTE_MS);
    expect(uploadRange(live, START, rules)).toEqual({ from: approach, until: last });
    expect(uploadRange(done, shift(completedAt, HOUR_MS), rules)).toEqual({ from: approach, until: completedAt });
  });

  it('is nothing when the job has ended a day ago, or nobody has accepted it', () => {
    expect(uploadRange(done, shift(completedAt, DAY_MS), rules)).not.toBeNull();
    expect(uploadRange(done, shift(completedAt, DAY_MS + 1), rules)).toBeNull();
    expect(uploadRange({ ...job({ matchedAt: null }), status: 'requested' }, START, rules)).toBeNull();
  });
});
