import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from './workspace.mjs';

/** Tests that a document names, each as "`FILE`: NAME". */
export const testsIn = (cell) =>
  cell.split('<br>').map((one) => /^`(?<file>[^`]+)`: (?<name>.+)$/.exec(one)?.groups ?? null);

/** What is wrong with one that is named; null when it is there. */
export function objectionTo(test) {
  if (test === null) return 'names no file and test';
  const file = join(ROOT, test.file);
  if (!existsSync(file)) return `${test.file} is not there`;
  // As it is written in Markdown, where a star has a backslash before it.
  return readFileSync(file, 'utf8').includes(test.name.replaceAll('\\', ''))
    ? null
    : `${test.file} has no "${test.name}"`;
}

/** The section of a document in which each fault has what holds since, and tests that are there. */
export function expectFaultsTested(text, atLeast) {
  const [, section = ''] = text.split('## What went wrong once');
  const faults = section
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  expect(faults.length).toBeGreaterThanOrEqual(atLeast);
  for (const line of faults) {
    const [fault, holds, tests] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    expect([fault, holds], line).not.toContain('');
    expect(testsIn(tests).map(objectionTo).filter(Boolean), fault).toEqual([]);
  }
}
