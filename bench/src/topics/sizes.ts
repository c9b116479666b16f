import type { Bench } from '../harness/bench.js';
import type { Figure } from '../harness/figures.js';
import { against, alternate, type Contender, medianOf } from '../harness/rounds.js';

/** The rate at the largest city against the best at any. */
const LARGEST_OF_BEST = 0.4;

/**
 * How the rate of one search goes with the size of the city. Measured in turn, all sizes in every round: on a machine that
 * does other things as well, an hour between two sizes would say more about the hour.
 */
export async function figuresAcrossSizes(
  bench: Bench,
  name: string,
  searches: ReadonlyMap<number, Contender>,
): Promise<Figure[]> {
  const sizes = [...searches.keys()].sort((a, b) => a - b);
  const largest = sizes.at(-1);
  if (largest === undefined || sizes.length < 2) return [];
  const contenders = sizes.map((guards) => ({
    name: sizeOf(guards),
    measure: () => searches.get(guards)?.measure() ?? Promise.resolve(Number.NaN),
  }));
  const measured = await alternate(contenders, bench.options.rounds, bench.tell);
  const best = sizes.reduce((a, b) => (medianOf(measured, sizeOf(b)) > medianOf(measured, sizeOf(a)) ? b : a));
  const figure = (guards: number, baseline: number, ratio: number): Figure => ({
    name: `${name}, ${sizeOf(guards)}`,
    value: medianOf(measured, sizeOf(guards)),
    unit: '/s',
    baseline: against(measured, sizeOf(guards), sizeOf(baseline)),
    bar: { kind: 'ratio at least', ratio },
  });
  return [figure(largest, best, LARGEST_OF_BEST), ...sizes.slice(0, -1).map((guards) => figure(guards, largest, 1))];
}

export const sizeOf = (guards: number): string => `${guards.toLocaleString('en-US')} guards`;
