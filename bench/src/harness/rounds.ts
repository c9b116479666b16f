import type { Baseline } from './figures.js';

export const FEWEST_ROUNDS = 5;

/** One of the things compared; a call of `measure` is its part of one round. */
export interface Contender {
  name: string;
  measure: () => Promise<number>;
}

/** What each contender reached, round by round. */
export type Measurements = ReadonlyMap<string, readonly number[]>;

/**
 * Measures all contenders in every round, so that a machine that slows down slows all of them; every second round in the
 * opposite order, so that none always comes first. The first round warms up caches and compilers and is thrown away.
 */
export async function alternate(
  contenders: readonly Contender[],
  rounds: number,
  tell: (line: string) => void,
): Promise<Measurements> {
  const measured = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? contenders : [...contenders].reverse();
    for (const { name, measure } of order) {
      const value = await measure();
      tell(`  ${round === 0 ? 'warm-up' : `round ${round}`}: ${name} ${value.toFixed(1)}`);
      if (round > 0) measured.get(name)?.push(value);
    }
  }
  return measured;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  if (low === undefined || high === undefined) throw new Error('there is no median of nothing');
  return (low + high) / 2;
}

export const medianOf = (measurements: Measurements, name: string): number => median(measurements.get(name) ?? []);

/** `ours` beside `baseline`, with the median of the ratios of their rounds. */
export function against(measurements: Measurements, ours: string, baseline: string): Baseline {
  const theirs = measurements.get(baseline) ?? [];
  const ratios = (measurements.get(ours) ?? []).map((value, round) => value / (theirs[round] ?? Number.NaN));
  return { name: baseline, value: median(theirs), ratio: median(ratios) };
}
