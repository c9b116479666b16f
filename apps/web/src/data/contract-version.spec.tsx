// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** Anew: a page is old until it is loaded again. */
let contract: typeof import('./contract-version');
beforeEach(async () => {
  vi.resetModules();
  contract = await import('./contract-version');
});
afterEach(cleanup);

const answerOf = (version: string | null) => ({
  headers: new Headers(version === null ? {} : { 'aegis-contract': version }),
});

it.each([
  ['of the same contract', 'one', ['one', 'one'], false],
  ['of another contract', 'one', ['one', 'two'], true],
  ['of its own again, after another: behind it are servers of both', 'one', ['two', 'one'], true],
  ['that names none, as a proxy in between does', 'one', [null], false],
  ['while its own server named none', undefined, ['two'], false],
])('a page that is answered %s', (_, loadedWith, answers, isOld) => {
  contract.pageIsOf(loadedWith);
  const { result } = renderHook(() => contract.usePageIsOld());
  act(() => answers.forEach((version) => contract.noteContract(answerOf(version))));
  expect(result.current).toBe(isOld);
});
