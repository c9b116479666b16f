import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectFaultsTested, objectionTo, testsIn } from './documented-tests.mjs';
import { ROOT } from './workspace.mjs';

/** Requirements of OWASP ASVS 5.0.0 at levels 1 and 2, by section. */
const REQUIREMENTS = {
  1.1: [1, 2],
  1.2: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  1.3: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  1.4: [1, 2, 3],
  1.5: [1, 2],
  2.1: [1, 2, 3],
  2.2: [1, 2, 3],
  2.3: [1, 2, 3, 4],
  2.4: [1],
  3.2: [1, 2],
  3.3: [1, 2, 3, 4],
  3.4: [1, 2, 3, 4, 5, 6],
  3.5: [1, 2, 3, 4, 5],
  3.7: [1, 2],
  4.1: [1, 2, 3],
  4.2: [1],
  4.3: [1, 2],
  4.4: [1, 2, 3, 4],
  5.1: [1],
  5.2: [1, 2, 3],
  5.3: [1, 2],
  5.4: [1, 2, 3],
  6.1: [1, 2, 3],
  6.2: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  6.3: [1, 2, 3, 4],
  6.4: [1, 2, 3, 4],
  6.5: [1, 2, 3, 4, 5],
  6.6: [1, 2, 3],
  6.8: [1, 2, 3, 4],
  7.1: [1, 2, 3],
  7.2: [1, 2, 3, 4],
  7.3: [1, 2],
  7.4: [1, 2, 3, 4, 5],
  7.5: [1, 2],
  7.6: [1, 2],
  8.1: [1, 2],
  8.2: [1, 2, 3],
  8.3: [1],
  8.4: [1],
  9.1: [1, 2, 3],
  9.2: [1, 2, 3, 4],
  10.1: [1, 2],
  10.2: [1, 2],
  10.3: [1, 2, 3, 4],
  10.4: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  10.5: [1, 2, 3, 4, 5],
  10.6: [1, 2],
  10.7: [1, 2, 3],
  11.1: [1, 2],
  11.2: [1, 2, 3],
  11.3: [1, 2, 3],
  11.4: [1, 2, 3, 4],
  11.5: [1],
  11.6: [1],
  12.1: [1, 2, 3],
  12.2: [1, 2],
  12.3: [1, 2, 3, 4],
  13.1: [1],
  13.2: [1, 2, 3, 4, 5],
  13.3: [1, 2],
  13.4: [1, 2, 3, 4, 5],
  14.1: [1, 2],
  14.2: [1, 2, 3, 4],
  14.3: [1, 2, 3],
  15.1: [1, 2, 3],
  15.2: [1, 2, 3],
  15.3: [1, 2, 3, 4, 5, 6, 7],
  16.1: [1],
  16.2: [1, 2, 3, 4, 5],
  16.3: [1, 2, 3, 4],
  16.4: [1, 2, 3],
  16.5: [1, 2, 3],
  17.1: [1],
  17.2: [1, 2, 3, 4],
  17.3: [1, 2],
};

const read = (document) => readFileSync(join(ROOT, document), 'utf8');
const text = read('docs/security.md');

/** Cells of all rows whose first is one of a requirement. */
const rows = text.split('\n').flatMap((line) => {
  const [ids = '', state, why, where, test] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  return /^V\d+[. ]/.test(ids) ? [{ ids, state, why, where, test }] : [];
});

const all = Object.entries(REQUIREMENTS).flatMap(([section, numbers]) =>
  numbers.map((number) => `V${section}.${number}`),
);

/** A chapter that is told as a whole stands for each of its requirements. */
const idsOf = (ids) => {
  const [, chapter] = /^(V\d+) \(all\)$/.exec(ids) ?? [];
  return chapter === undefined ? ids.split(', ') : all.filter((id) => id.startsWith(`${chapter}.`));
};

/** What is seen by reading the file alone. */
const BY_READING = 'none: seen in the file';

describe('docs/security.md', () => {
  it('has every requirement once', () => {
    expect(rows.flatMap(({ ids }) => idsOf(ids)).toSorted()).toEqual(all.toSorted());
  });

  it('gives a state, its reason, and files that are there', () => {
    for (const { ids, state, why, where } of rows) {
      expect(['met', 'not applicable', 'open'], ids).toContain(state);
      if (state !== 'not applicable' || why !== '') expect(why, ids).not.toBe('');
      const [, file] = /^`(.+)`$/.exec(where) ?? [];
      expect(file === undefined || existsSync(join(ROOT, file)), `${ids}: ${where}`).toBe(true);
    }
  });

  it('names a test for whatever is met, that is there', () => {
    const met = rows.filter(({ state }) => state === 'met');
    const tested = met.filter(({ test }) => test !== BY_READING);
    expect(tested.flatMap(({ ids, test }) => testsIn(test).map((one) => [ids, objectionTo(one)]))).toEqual(
      tested.flatMap(({ ids, test }) => testsIn(test).map(() => [ids, null])),
    );
    // So few that reading them is no work.
    expect(met.length - tested.length).toBeLessThanOrEqual(12);
  });
});

/** Documents that say what went wrong once, and at least how much of it. */
const FAULTS = [
  ['docs/security.md', 40],
  ['docs/payments.md', 24],
  ['docs/web.md', 24],
];

describe.each(FAULTS)('what went wrong once, in %s', (document, least) => {
  it('is told with the tests that fail when it comes back', () => {
    expectFaultsTested(read(document), least);
  });
});
