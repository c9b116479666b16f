import { describe, expect, it } from 'vitest';
import { type JobStatus, jobStatus } from '@aegis/contract';
import { JOB_TRANSITIONS } from './jobs.states.js';

const STATES = jobStatus.options;

/** The table of docs/states.md, written out once more: a change of the rules has to be made twice, on purpose. */
const ALLOWED = new Set([
  'requested -> matched',
  'requested -> cancelled',
  'matched -> requested',
  'matched -> in_progress',
  'matched -> cancelled',
  'in_progress -> completed',
  'in_progress -> requested',
  'in_progress -> cancelled',
]);

describe('the states of a job', () => {
  it.each(STATES.flatMap((from) => STATES.map((to) => [from, to] as const)))('%s -> %s', (from, to) => {
    expect(JOB_TRANSITIONS[from].includes(to)).toBe(ALLOWED.has(`${from} -> ${to}`));
  });

  it('end in completed and cancelled, and one of them can be reached from everywhere', () => {
    const ends = STATES.filter((state) => JOB_TRANSITIONS[state].length === 0);
    expect(ends).toEqual(['completed', 'cancelled']);
    const reaches = (from: JobStatus, seen: JobStatus[] = []): boolean =>
      ends.includes(from) || JOB_TRANSITIONS[from].some((to) => !seen.includes(to) && reaches(to, [...seen, from]));
    expect(STATES.filter((state) => !reaches(state))).toEqual([]);
  });
});
