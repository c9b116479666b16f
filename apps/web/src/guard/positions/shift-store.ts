import { useSyncExternalStore } from 'react';
import type { KeptPresence } from '../../data/local-database';
import type { Refused } from './answered-for';
import type { NoPosition, PositionSource, Reading } from './position-source';

/** A check-in or check-out that is still on this phone. */
export interface Waiting extends KeptPresence {
  /** Until then this page can undo it, and does not send it; null: it goes out as soon as it can. */
  undoUntil: number | null;
}

/** What guards are told about their position and what became of it. */
export interface Shift {
  /** The job whose customer sees the position now; null: nobody does. */
  sharedWith: string | null;
  reading: Reading | null;
  problem: NoPosition | null;
  /** Fixes on this phone that the server does not have yet. */
  unsent: number;
  sentAt: number | null;
  /** Of this job, since the page was opened. */
  refused: Refused;
  /** Check-ins and check-outs that are still on this phone. */
  kept: readonly Waiting[];
  /** Another tab of this browser does it. */
  isElsewhere: boolean;
  source: PositionSource | null;
  isSimulated: boolean;
}

let shift: Shift = {
  sharedWith: null,
  reading: null,
  problem: null,
  unsent: 0,
  sentAt: null,
  refused: {},
  kept: [],
  isElsewhere: false,
  source: null,
  isSimulated: false,
};
const listeners = new Set<() => void>();

export function changeShift(change: Partial<Shift>): void {
  shift = { ...shift, ...change };
  for (const listener of listeners) listener();
}

export const currentShift = (): Shift => shift;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useShift = (): Shift => useSyncExternalStore(subscribe, currentShift);
