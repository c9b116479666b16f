import { ConnectionError } from '@aegis/client/errors';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noteFailure, noteSuccess, onRecovery } from './reachability';

const UNREACHABLE = new ConnectionError('no answer');

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
});
afterEach(() => {
  vi.advanceTimersByTime(2000);
  noteSuccess();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// One address that failed among others that answered was asked again at once, with all the others, for as long as the page was open.
it('an answer in the moment of a failure is no recovery, and a later one is', () => {
  const recover = vi.fn();
  const stop = onRecovery(recover);
  noteFailure(UNREACHABLE);
  noteSuccess();
  vi.advanceTimersByTime(900);
  noteSuccess();
  expect(recover).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(200);
  noteSuccess();
  noteSuccess();
  expect(recover).toHaveBeenCalledTimes(1);
  stop();
});

it('a server that says itself that it is back is back', async () => {
  const recover = vi.fn();
  const stop = onRecovery(recover);
  vi.stubGlobal('fetch', () => Promise.resolve({ ok: true }));
  noteFailure(UNREACHABLE);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(recover).toHaveBeenCalledTimes(1);
  stop();
});
