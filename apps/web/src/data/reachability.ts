import { reconnectAfterMs } from '@aegis/contract/reconnect';
import { useSyncExternalStore } from 'react';
import { isUnreachable } from './problems';

/** So long after a failure, answers to what was asked together with it tell nothing of a server that is back. */
const SAME_MOMENT_MS = 1000;

let reachable = true;
let failedAt = -Infinity;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const recoveries = new Set<() => void>();

function set(next: boolean): void {
  if (next === reachable) return;
  reachable = next;
  for (const listener of listeners) listener();
  if (next) for (const recover of recoveries) recover();
}

/** Told of every failed call: one without an answer starts asking until the server is back. */
export function noteFailure(error: unknown): void {
  if (!isUnreachable(error)) return;
  failedAt = performance.now();
  set(false);
  timer ??= setTimeout(() => void askAgain(), reconnectAfterMs());
}

/** A connection that stood has broken: asks at once, instead of waiting for the next call to fail. */
export function noteBreak(): void {
  clearTimeout(timer);
  void askAgain();
}

/**
 * Told of every answer. Where one address fails and others answer, each answer was a recovery, by which all was asked anew, which failed
 * again: as fast as the server can.
 */
export function noteSuccess(): void {
  if (performance.now() - failedAt >= SAME_MOMENT_MS) recovered();
}

function recovered(): void {
  clearTimeout(timer);
  timer = undefined;
  set(true);
}

async function askAgain(): Promise<void> {
  const isBack = await fetch('/health/live', { cache: 'no-store' }).then(
    (answer) => answer.ok,
    () => false,
  );
  if (isBack) return recovered();
  set(false);
  // All pages lose the server in the same moment, and whoever finds it back reads everything anew.
  timer = setTimeout(() => void askAgain(), reconnectAfterMs());
}

/** Runs when the server answers again after it did not. */
export function onRecovery(recover: () => void): () => void {
  recoveries.add(recover);
  return () => recoveries.delete(recover);
}

/** Runs now, and whenever there is a connection again: for what was kept on the device without one. */
export function onConnection(send: () => void): () => void {
  send();
  window.addEventListener('online', send);
  const stop = onRecovery(send);
  return () => {
    window.removeEventListener('online', send);
    stop();
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useReachable = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => reachable,
    () => true,
  );
