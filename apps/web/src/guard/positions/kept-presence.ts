import type { QueryClient } from '@tanstack/react-query';
import { client } from '../../data/client';
import { type KeptPresence, localDatabase } from '../../data/local-database';
import { isFinal, sentenceOf } from '../../data/problems';
import { jobKeys } from '../../jobs/job-keys';
import { enqueue } from './fix-queue';
import type { Reading } from './position-source';
import { flush } from './share-position';
import { changeShift } from './shift-store';
import { presenceIsTold, tellPresence } from './tell-presence';

/** Who lets a refusal stay reads it; whose it is not is not sent with the session of somebody else. */
const ofUser = (userId: string) => (kept: KeptPresence) => kept.userId === userId;

/** As they were pressed: a check-out is nothing before its check-in. */
async function all(): Promise<KeptPresence[]> {
  const kept = await (await localDatabase()).getAll('presence');
  return kept.sort((one, other) => one.recordedAt.localeCompare(other.recordedAt));
}

/** Shows what is kept on this phone. */
async function showKept(userId: string): Promise<void> {
  changeShift({ kept: (await all()).filter(ofUser(userId)) });
}

/** A check-in or check-out without network, with the position that shows it: the server takes it later, when its fixes prove it. */
export async function keepPresence(
  { userId, jobId, act, reason }: Pick<KeptPresence, 'userId' | 'jobId' | 'act' | 'reason'>,
  reading: Reading,
): Promise<void> {
  const { lat, lng, accuracyMeters } = reading;
  await enqueue(jobId, reading);
  const shown = { location: { lat, lng }, accuracyMeters, recordedAt: new Date(reading.recordedAt).toISOString() };
  const kept = { userId, jobId, act, ...shown, ...(reason !== undefined && { reason }) };
  await (await localDatabase()).put('presence', { ...kept, key: crypto.randomUUID(), refusal: null });
  await showKept(userId);
}

/** Taken back before it was sent; a check-out that hangs on a check-in goes with it. */
export async function takeBack({ userId, jobId, act }: KeptPresence): Promise<void> {
  const database = await localDatabase();
  await database.delete('presence', [jobId, act]);
  if (act === 'in') await database.delete('presence', [jobId, 'out']);
  await showKept(userId);
}

/** After the positions, which prove it. */
export async function sendKept(userId: string, queries: QueryClient): Promise<void> {
  await navigator.locks.request('aegis.send-presence', async () => {
    const waiting = (await all()).filter(ofUser(userId)).filter(({ refusal }) => refusal === null);
    if (waiting.length === 0 || !(await flush(true))) return;
    for (const kept of waiting) if (!(await send(kept, queries))) break;
  });
  await showKept(userId);
}

/** False: nothing more can be sent now. */
async function send(kept: KeptPresence, queries: QueryClient): Promise<boolean> {
  const database = await localDatabase();
  try {
    const { location, accuracyMeters, recordedAt } = kept;
    const job = await tellPresence(kept, { location, accuracyMeters, recordedAt });
    await database.delete('presence', [kept.jobId, kept.act]);
    presenceIsTold(queries, kept.jobId, job);
    return true;
  } catch (error) {
    if (!isFinal(error)) return false;
    // What follows one that was refused would be refused for it.
    if (await isDoneAlready(kept)) await database.delete('presence', [kept.jobId, kept.act]);
    else await database.put('presence', { ...kept, refusal: sentenceOf(error) });
    void queries.invalidateQueries({ queryKey: jobKeys.job(kept.jobId) });
    return true;
  }
}

/** By another way, or by an answer that never came: then a refusal means that it was done. */
async function isDoneAlready({ jobId, act }: KeptPresence): Promise<boolean> {
  const job = await client.jobs.get({ params: { id: jobId } }).catch(() => null);
  return job !== null && (act === 'in' ? ['in_progress', 'completed'] : ['completed']).includes(job.status);
}
