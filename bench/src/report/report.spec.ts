import { describe, expect, it } from 'vitest';
import type { Figure } from '../harness/figures.js';
import { documentOf } from './document.js';
import { type Measured, measured, withBefore, withRun } from './measured.js';
import { pictureOf } from './picture.js';

const OPTIONS: Measured['options'] = {
  rounds: 5,
  seconds: 4,
  connections: 16,
  guards: [100],
  offers: 36,
  lifeCycles: 1,
  historyRows: 1,
  streams: 1,
  jobs: 1,
  otherNode: undefined,
  profileDir: undefined,
};

const BESIDE = { pictureOf: (topic: string) => `performance/${topic}.svg`, whyMissed: () => 'the index is walked.' };

const figureOf = (value: number): Figure => ({
  name: 'search & find',
  value,
  unit: 'us CPU',
  baseline: { name: 'once', value: 400, ratio: value / 400 },
  bar: { kind: 'ratio at most', ratio: 0.25 },
});

const run = (value: number): Measured =>
  measured({ name: 'search', summary: 'a search' }, OPTIONS, [figureOf(value)], {
    begun: new Date('2030-01-02T03:04:05Z'),
    seconds: 61,
  });

describe('what is kept', () => {
  it('is the last run and the one before it, of each topic by itself', () => {
    const kept = withRun(withRun(withRun({}, run(300)), run(200)), run(100));
    expect(kept.search?.last.figures[0]?.value).toBe(100);
    expect(kept.search?.before?.figures[0]?.value).toBe(200);
  });

  it('takes an earlier run as the one before where there is a last one', () => {
    const earlier = [run(900), { ...run(800), topic: 'unmeasured' }];
    const kept = withBefore(withRun(withRun({}, run(200)), run(100)), earlier);
    expect(Object.keys(kept)).toEqual(['search']);
    expect(kept.search?.last.figures[0]?.value).toBe(100);
    expect(kept.search?.before?.figures[0]?.value).toBe(900);
  });
});

describe('what cost nothing', () => {
  it('has no ratio, and can be read again after it was kept', () => {
    const nothing: Figure = {
      name: 'live',
      value: 0,
      unit: 'us CPU',
      baseline: { name: 'once', value: 0, ratio: Number.NaN },
    };
    const when = { begun: new Date('2030-01-02T03:04:05Z'), seconds: 1 };
    const kept = withRun({}, measured({ name: 'growth', summary: 'reads' }, OPTIONS, [nothing], when));
    const page = documentOf(JSON.parse(JSON.stringify(kept)) as typeof kept, BESIDE);
    expect(page).toContain('| live | 0.00 us CPU | - | - | - | - | - |');
  });
});

describe('the page', () => {
  it('tells of each figure what it was, what it is beside, and whether the bar is reached', () => {
    const page = documentOf(withRun(withRun({}, run(300)), run(100)), BESIDE);
    expect(page).toContain('| search & find | 100 us CPU | 300 us CPU | 400 us CPU (once) | 0.25 | <= 0.25 | yes |');
    expect(page).toContain('![search](performance/search.svg)');
    expect(page).toMatch(/A search\. 2030-01-02, .* Before: 2030-01-02, .* It took 61 s\./);
    expect(page).not.toContain('the index is walked.');
    const missed = documentOf(withRun({}, run(101)), BESIDE);
    expect(missed).toContain('| - | 400 us CPU (once) | 0.25 | <= 0.25 | **no** |');
    expect(missed).toContain('- **search**: the index is walked.');
  });
});

describe('the beginning of the page', () => {
  it('counts the bars and names those that are missed, with what was measured', () => {
    const told = (value: number): string => documentOf(withRun({}, run(value)), BESIDE);
    expect(told(100)).toContain('1 of 1 bars are reached.\n\n## search');
    expect(told(200)).toContain(
      '0 of 1 bars are reached; not reached:\n\n- [search](#search): search & find, 0.50 of once (bar: <= 0.25)\n\nWhy,',
    );
  });
});

describe('the picture', () => {
  it('has a bar for the figure and one for what is beside it, to one scale, and escapes names', () => {
    const picture = pictureOf(run(100));
    expect([...picture.matchAll(/width="(\d+)" height="13"/g)].map(([, width]) => width)).toEqual(['130', '520']);
    expect(picture).toContain('search &amp; find');
  });

  it('has a bar of the run before, between both', () => {
    const picture = pictureOf(run(100), run(200));
    expect([...picture.matchAll(/width="(\d+)" height="13"/g)].map(([, width]) => width)).toEqual([
      '130',
      '260',
      '520',
    ]);
    expect(picture).toContain('200 us CPU: before');
  });
});
