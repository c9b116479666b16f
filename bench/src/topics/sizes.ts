import type { Figure } from '../harness/figures.js';

/** The rate at the largest city against the best at any. */
const LARGEST_OF_BEST = 0.4;

/** How the rate of one statement goes with the size of the city. `rates`: by number of guards. */
export function figuresAcrossSizes(name: string, rates: ReadonlyMap<number, number>): Figure[] {
  const sizes = [...rates].sort(([a], [b]) => a - b);
  const largest = sizes.at(-1);
  if (!largest || sizes.length < 2) return [];
  const [guards, rate] = largest;
  const best = Math.max(...rates.values());
  const against = (baseline: string, value: number, other: number, ratio: number): Figure => ({
    name: `${name}, ${baseline}`,
    value,
    unit: '/s',
    baseline: { name: baseline, value: other, ratio: value / other },
    bar: { kind: 'ratio at least', ratio },
  });
  return [
    against(`${sizeOf(guards)} against the best size`, rate, best, LARGEST_OF_BEST),
    ...sizes
      .slice(0, -1)
      .map(([fewer, value]) => against(`${sizeOf(fewer)} against ${sizeOf(guards)}`, value, rate, 1)),
  ];
}

export const sizeOf = (guards: number): string => `${guards.toLocaleString('en-US')} guards`;
