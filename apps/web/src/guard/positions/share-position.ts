import { addRefused } from './answered-for';
import { enqueue, queuedCount, sendQueued } from './fix-queue';
import { isWorthAFix } from './fix-rate';
import type { PositionSource, Reading } from './position-source';
import { changeShift, currentShift } from './shift-store';
import { now } from '../../words/now';

const SEND_EVERY_MS = 15_000;

/**
 * From now until the returned function is called, keeps and sends the positions of a job. Only one tab does: the lock passes to
 * another when this one is closed.
 */
export function sharePosition(jobId: string, source: PositionSource): () => void {
  const end = new AbortController();
  let stop = (): void => {};
  changeShift({ isElsewhere: true });
  const holdUntilTheEnd = async (): Promise<void> => {
    changeShift({ isElsewhere: false });
    stop = begin(jobId, source);
    await new Promise<void>((resolve) => end.signal.addEventListener('abort', () => resolve()));
  };
  navigator.locks.request('aegis.share-position', { signal: end.signal }, holdUntilTheEnd).catch(() => {
    // The wait was ended before another tab gave the lock away.
  });
  return () => {
    end.abort();
    stop();
    changeShift({ sharedWith: null, isElsewhere: false });
  };
}

function begin(jobId: string, source: PositionSource): () => void {
  let last: Reading | null = null;
  const begunAt = now();
  changeShift({ sharedWith: jobId, problem: null, refused: {} });
  const stopWatching = source.watch(
    (reading) => {
      changeShift({ reading, problem: null });
      // A browser tells its last known position first. From before the acceptance it would be refused, and its place taken.
      if (reading.recordedAt < begunAt || !isWorthAFix(last, reading)) return;
      last = reading;
      void enqueue(jobId, reading).then(() => flush());
    },
    (problem) => changeShift({ problem }),
  );
  const timer = setInterval(() => void flush(), SEND_EVERY_MS);
  window.addEventListener('online', flushNow);
  void flush();
  return () => {
    stopWatching();
    clearInterval(timer);
    window.removeEventListener('online', flushNow);
  };
}

const flushNow = (): void => void flush(true);

let notBefore = 0;

/** Sends what waits, unless the server asked for a pause or the phone knows that it is offline. True: nothing is left. */
export async function flush(isUrgent = false): Promise<boolean> {
  let isEmpty = false;
  if (navigator.onLine && (isUrgent || now() >= notBefore)) {
    const result = await sendQueued();
    if (result.state === 'sent') changeShift({ sentAt: now() });
    changeShift({ refused: addRefused(currentShift().refused, result.refused) });
    notBefore = result.state === 'kept' ? now() + result.waitMs : 0;
    isEmpty = result.state !== 'kept';
  }
  changeShift({ unsent: await queuedCount() });
  return isEmpty;
}
