import { describe, expect, it } from 'vitest';
import { type Figure, passes, tableOf } from './figures.js';

const matching: Figure = {
  name: 'matching',
  value: 612.3,
  unit: '/s',
  baseline: { name: 'Fastify + pg', value: 1000, ratio: 0.61 },
  bar: { kind: 'ratio at least', ratio: 0.6 },
};

describe('figures', () => {
  it('pass when the ratio reaches the bar, and not a hundredth below', () => {
    expect(passes(matching)).toBe(true);
    expect(passes({ ...matching, baseline: { name: 'x', value: 1000, ratio: 0.59 } })).toBe(false);
  });

  it('pass when a value stays within its limit', () => {
    const bar = { kind: 'at most', value: 6.5, words: '1.5 x 3 s + 2 s' } as const;
    expect(passes({ name: 'start', value: 6.5, unit: 's', bar })).toBe(true);
    expect(passes({ name: 'start', value: 6.6, unit: 's', bar })).toBe(false);
  });

  it('neither pass nor fail without a bar', () => {
    expect(passes({ name: 'memory', value: 900, unit: 'MB' })).toBeNull();
  });

  it('are printed a row each, with everything that decides', () => {
    expect(tableOf([matching]).split('\n')).toEqual([
      'figure    value   baseline                 ratio  bar     pass',
      'matching  612 /s  1,000 /s (Fastify + pg)  0.61   >= 0.6  yes',
    ]);
  });
});
