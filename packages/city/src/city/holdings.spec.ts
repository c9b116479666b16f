import { describe, expect, it } from 'vitest';
import { heldTwice, holdingsOf, type Told, uncoveredMinutes, workedByTwo, workedTwice } from './holdings.js';

const at = (minute: number): string => new Date(Date.UTC(2030, 0, 1, 12, minute)).toISOString();
const job = (id: string, from: number, to: number) => ({ id, startTime: at(from), endTime: at(to) });
const told = (...rows: [type: string, minute: number, actor?: string][]): Told[] =>
  rows.map(([type, minute, id = null]) => ({ type: `job.${type}`, actor: { id }, at: at(minute) }));

describe('who held a job', () => {
  it('is read from its timeline, one guard after the other', () => {
    const timeline = told(
      ['matched', 0, 'ann'],
      ['reopened', 5],
      ['matched', 6, 'bob'],
      ['started', 10],
      ['completed', 70],
    );
    expect(holdingsOf(job('a', 10, 70), timeline)).toMatchObject([
      { guardId: 'ann', atWork: null },
      { guardId: 'bob', atWork: { from: Date.parse(at(10)), to: Date.parse(at(70)) } },
    ]);
  });
});

describe('is found', () => {
  const first = holdingsOf(job('a', 10, 70), told(['matched', 0, 'ann'], ['started', 10], ['completed', 70]));

  it('a guard who holds two jobs of one time, also when one was cancelled or is still open', () => {
    const cancelled = holdingsOf(job('b', 30, 90), told(['matched', 20, 'ann'], ['cancelled', 40]));
    const open = holdingsOf(job('c', 30, 90), told(['matched', 20, 'ann']));
    expect(heldTwice([...first, ...cancelled])).toHaveLength(1);
    expect(heldTwice([...first, ...open])).toHaveLength(1);
  });

  it('a guard at work on two jobs, whatever they were booked for', () => {
    const other = holdingsOf(job('b', 70, 130), told(['matched', 20, 'ann'], ['started', 60], ['completed', 130]));
    expect(workedTwice([...first, ...other])).toHaveLength(1);
    expect(heldTwice([...first, ...other])).toEqual([]);
  });

  it('a job with two guards at work', () => {
    const other = first.map((holding) => ({ ...holding, guardId: 'bob' }));
    expect(workedByTwo([...first, ...other])).toHaveLength(1);
  });
});

describe('is no harm', () => {
  it('a job after another, and one that was given back before', () => {
    const first = holdingsOf(job('a', 10, 70), told(['matched', 0, 'ann'], ['started', 10], ['completed', 70]));
    const after = holdingsOf(job('b', 30, 90), told(['matched', 75, 'ann'], ['started', 76], ['completed', 90]));
    const before = holdingsOf(job('c', 10, 70), told(['matched', -30, 'ann'], ['reopened', -5]));
    expect([...heldTwice([...first, ...after, ...before]), ...workedTwice([...first, ...after, ...before])]).toEqual(
      [],
    );
  });
});

it('minutes are uncovered from the booked start to the check-in, and from the check-out to the booked end', () => {
  const one = job('a', 0, 120);
  const holdings = holdingsOf(one, told(['matched', -10, 'ann'], ['started', 15], ['completed', 100]));
  expect(uncoveredMinutes(one, holdings)).toBe(35);
});
