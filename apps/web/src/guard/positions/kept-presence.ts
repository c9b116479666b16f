import type { QueryClient } from '@tanstack/react-query';
import { client } from '../../data/client';
import { waiting } from '../../data/kept-store';
import type { KeptPresence } from '../../data/local-database';
import { isFinal, sentenceOf } from '../../data/problems';
import { jobKeys } from '../../jobs/job-keys';
import { enqueue } from './fix-queue';
import type { Reading } from './position-source';
import { flush } from './share-position';
import { changeShift, currentShift } from './shift-store';
import { presenceIsTold, tellPresence } from './tell-presence';
import { UndoMinutes } from './undo-minute';
import { now } from '../../words/now';

const LOCK = 'aegis.send-presence';

const minutes = new UndoMinutes();
/** On the way to the server: what a page that is being left has sent is not sent beside it. */
const underWay = new Set<string>();

/** Who lets a refusal stay reads it; whose it is not is not sent with the session of somebody else. */
const ofUser = (userId: string) => (kept: KeptPresence) => kept.userId === userId;

/** As they were pressed: a check-out is nothing before its check-in. */
async function all(): Promise<KeptPresence[]> {
  const kept = await waiting.presence.getAll();
  return kept.sort((one, other) => one.recordedAt.localeCompare(other.recordedAt));
}

/** Shows what is kept on this phone. */
async function showKept(userId: string): Promise<void> {
  const kept = (await all()).filter(ofUser(userId));
  changeShift({ kept: kept.map((one) => ({ ...one, undoUntil: minutes.of(one.key, now()) })) });
}

/**
 * With the position that shows it: a check-in or check-out without network, which the server takes later, when its fixes prove it;
 * and every check-out for the minute in which it can be undone.
 */
export async function keepPresence(
  { userId, jobId, act, reason }: Pick<KeptPresence, 'userId' | 'jobId' | 'act' | 'reason'>,
  reading: Reading,
): Promise<{ isOnDevice: boolean }> {
  const { lat, lng, accuracyMeters } = reading;
  await enqueue(jobId, reading);
  const shown = { location: { lat, lng }, accuracyMeters, recordedAt: new Date(reading.recordedAt).toISOString() };
  const key = crypto.randomUUID();
  const kept = { userId, jobId, act, ...shown, ...(reason !== undefined && { reason }) };
  const isOnDevice = await waiting.presence.put({ ...kept, key, refusal: null });
  if (act === 'out') minutes.begin(key, now());
  await showKept(userId);
  return { isOnDevice };
}

/** It is sent another way. */
export async function forgetPresence({
  userId,
  jobId,
  act,
}: Pick<KeptPresence, 'userId' | 'jobId' | 'act'>): Promise<void> {
  await waiting.presence.delete([jobId, act]);
  await showKept(userId);
}

/** Before it was sent; a check-out that hangs on a check-in goes with it. False: too late, it was sent. */
export async function takeBack({ userId, jobId, act, key }: KeptPresence): Promise<boolean> {
  const isTaken = await navigator.locks.request(LOCK, async () => {
    const isThere = (await waiting.presence.get([jobId, act]))?.key === key && !underWay.has(key);
    if (!isThere) return false;
    await waiting.presence.delete([jobId, act]);
    if (act === 'in') await waiting.presence.delete([jobId, 'out']);
    return true;
  });
  await showKept(userId);
  return isTaken;
}

/** After the positions, which prove it. */
export async function sendKept(userId: string, queries: QueryClient): Promise<void> {
  await navigator.locks.request(LOCK, async () => {
    const unsent = (await all()).filter(ofUser(userId)).filter(isToBeSent);
    if (unsent.length === 0 || !(await flush(true))) return;
    for (const kept of unsent) if (!(await send(kept, queries))) break;
  });
  await showKept(userId);
}

const isToBeSent = ({ key, refusal }: KeptPresence): boolean =>
  refusal === null && minutes.of(key, now()) === null && !underWay.has(key);

/** The guard does not wait for the minute. */
export async function sendNow({ key, userId }: KeptPresence, queries: QueryClient): Promise<void> {
  minutes.end(key);
  await sendKept(userId, queries);
}

/**
 * The page may be gone in a moment: what waits for its minute goes out before that, in a request that outlives the page. If it
 * does not arrive it is still on this phone, and sent under the same key when the page is opened again.
 */
export function sendBeforeLeaving(userId: string, queries: QueryClient): void {
  const { kept } = currentShift();
  for (const { undoUntil, ...one } of kept) {
    const isBehind = kept.some(({ act, jobId }) => act === 'in' && jobId === one.jobId);
    minutes.end(one.key);
    if (undoUntil !== null && one.refusal === null && !isBehind)
      void send(one, queries).finally(() => showKept(userId));
  }
}

/** The request is on its way when this returns to its caller. False: nothing more can be sent now. */
async function send(kept: KeptPresence, queries: QueryClient): Promise<boolean> {
  const { location, accuracyMeters, recordedAt, jobId, act, key } = kept;
  if (underWay.has(key)) return false;
  underWay.add(key);
  try {
    const job = await tellPresence(kept, { location, accuracyMeters, recordedAt });
    await waiting.presence.delete([jobId, act]);
    presenceIsTold(queries, jobId, job);
    return true;
  } catch (error) {
    if (!isFinal(error)) return false;
    // What follows one that was refused would be refused for it.
    if (await isDoneAlready(kept)) await waiting.presence.delete([jobId, act]);
    else await waiting.presence.put({ ...kept, refusal: sentenceOf(error) });
    void queries.invalidateQueries({ queryKey: jobKeys.job(jobId) });
    return true;
  } finally {
    underWay.delete(key);
  }
}

/** By another way, or by an answer that never came: then a refusal means that it was done. */
async function isDoneAlready({ jobId, act }: KeptPresence): Promise<boolean> {
  const job = await client.jobs.get({ params: { id: jobId } }).catch(() => null);
  return job !== null && (act === 'in' ? ['in_progress', 'completed'] : ['completed']).includes(job.status);
}
