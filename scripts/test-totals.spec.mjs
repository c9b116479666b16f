import { describe, expect, it } from 'vitest';
import { objection, summaryLine, totalsOf } from './test-totals.mjs';

const report = (counts, testResults = []) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults,
  ...counts,
});
const lenient = { requireAll: false, isComplete: true };
const strict = { requireAll: true, isComplete: true };

describe('the totals of a test run', () => {
  it('count what vitest counted', () => {
    const totals = totalsOf(report({ numPassedTests: 5, numPendingTests: 1, numTodoTests: 1 }), 0);
    expect(summaryLine(totals)).toBe('Tests: 5 passed, 0 failed, 2 skipped');
    expect(objection(totals, lenient)).toBeNull();
  });

  it('count a file that could not be loaded as failed', () => {
    const unloaded = { status: 'failed', assertionResults: [] };
    expect(totalsOf(report({ numPassedTests: 5 }, [unloaded]), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it('count an error outside of every test, and a vitest that died, as failed', () => {
    expect(totalsOf(report({ numPassedTests: 5 }), 1).failed).toBe(1);
    expect(totalsOf(null, 137)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('are no success without a single test', () => {
    expect(objection(totalsOf(report({}), 0), lenient)).toBe('No test was run: is the filter right?');
    expect(objection(totalsOf(report({ numPendingTests: 3 }), 0), lenient)).toBe(
      'No test was run: is the filter right?',
    );
  });

  it('are no success with anything left out where everything is required', () => {
    const skipped = totalsOf(report({ numPassedTests: 5, numPendingTests: 1 }), 0);
    const whole = totalsOf(report({ numPassedTests: 5 }), 0);
    expect(objection(skipped, strict)).toMatch('skipped');
    expect(objection(whole, { ...strict, isComplete: false })).toMatch('engine is missing');
    expect(objection(whole, strict)).toBeNull();
  });
});
