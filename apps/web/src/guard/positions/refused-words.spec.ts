import * as en from '@aegis/words/en';
import { beforeAll, describe, expect, it } from 'vitest';
import { speakWith } from '../../words/speech';
import { refusedWords } from './refused-words';

beforeAll(() => speakWith('en', en));

describe('what is said of refused positions', () => {
  it('is nothing when all were taken', () => {
    expect(refusedWords({})).toBeNull();
    expect(refusedWords({ null_island: 0 })).toBeNull();
  });

  it('is their number and the one reason', () => {
    expect(refusedWords({ accuracy_too_poor: 1 })).toBe('1 position was not taken: too inexact; go into the open.');
    expect(refusedWords({ job_over: 4 })).toBe('4 positions were not taken: the job is over, or not yours any more.');
  });

  it('is each reason with its own number when there are several', () => {
    expect(refusedWords({ too_old: 2, outside_tracking_window: 1 })).toBe(
      '3 positions were not taken: 2 kept for more than a day. 1 from before or after the job.',
    );
  });
});
