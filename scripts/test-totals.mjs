/**
 * Adds up vitest's JSON report. A file that could not be loaded has no test in it, and an error outside of every test only shows in
 * vitest's exit code: each counts as one failed, so that the last line can never look better than the run was.
 * @param {object | null} report null when vitest wrote none
 * @param {number} exitCode
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function totalsOf(report, exitCode) {
  const unloaded = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = (report?.numFailedTests ?? 0) + unloaded.length;
  return {
    passed: report?.numPassedTests ?? 0,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

/**
 * Why a run is no success, or null when it is one.
 * @param {{ passed: number, failed: number, skipped: number }} totals
 * @param {{ requireAll: boolean, isComplete: boolean }} demands
 */
export function objection(totals, { requireAll, isComplete }) {
  if (totals.failed > 0) return `${totals.failed} failed.`;
  if (totals.passed === 0) return 'No test was run: is the filter right?';
  if (requireAll && !isComplete) return 'REQUIRE_ALL is set, and an engine is missing (see above).';
  if (requireAll && totals.skipped > 0) return 'REQUIRE_ALL is set, and tests were skipped.';
  return null;
}

/** The last line of every run, in one form for people and for machines. */
export function summaryLine({ passed, failed, skipped }) {
  return `Tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}
