import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import type { Options } from '../harness/bench.js';
import { type Figure, passes } from '../harness/figures.js';

/** What a run of a topic has come to, as it is kept. */
export interface Measured {
  topic: string;
  summary: string;
  measuredAt: string;
  /** How long the whole of it took; unknown of what was measured before that was kept. */
  seconds?: number;
  machine: { cpu: string; cores: number; node: string };
  options: Options;
  figures: (Figure & { pass: boolean | null })[];
}

/** Of each topic the last run, and the one before it. */
export type Kept = Record<string, { last: Measured; before?: Measured }>;

export const measured = (
  topic: { name: string; summary: string },
  options: Options,
  figures: readonly Figure[],
  { begun, seconds }: { begun: Date; seconds: number },
): Measured => ({
  topic: topic.name,
  summary: topic.summary,
  measuredAt: begun.toISOString(),
  seconds,
  machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.versions.node },
  options,
  figures: figures.map((figure) => ({ ...withoutNoRatio(figure), pass: passes(figure) })),
});

/** Beside something that cost nothing there is no ratio, and JSON has no word for it: what is kept could not be read again. */
function withoutNoRatio({ baseline, ...figure }: Figure): Figure {
  return { ...figure, ...(baseline && Number.isFinite(baseline.ratio) && { baseline }) };
}

/** What was kept, with a run added: the one that was the last is the one before. */
export function withRun(kept: Kept, run: Measured): Kept {
  const before = kept[run.topic]?.last;
  return { ...kept, [run.topic]: { last: run, ...(before && { before }) } };
}

/** The same with another run as the one before, of each topic that `earlier` has. */
export function withBefore(kept: Kept, earlier: readonly Measured[]): Kept {
  return earlier.reduce<Kept>((all, before) => {
    const last = all[before.topic]?.last;
    return last ? { ...all, [before.topic]: { last, before } } : all;
  }, kept);
}

/** The same figure of another run. A name can stand twice, beside different baselines. */
export const sameIn = ({ figures }: Pick<Measured, 'figures'>, { name, baseline }: Figure): Figure | undefined =>
  figures.find((one) => one.name === name && one.baseline?.name === baseline?.name);

/** What a run wrote with --json. */
export const readRuns = (file: string): Measured[] => JSON.parse(readFileSync(file, 'utf8')) as Measured[];

/** Empty where nothing was kept yet. */
export function readKept(file: string): Kept {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
