import { ApiError } from '@aegis/client/errors';
import { UPLOAD_MAX_FIXES } from '@aegis/contract/limits';
import { client } from '../../data/client';
import { type Fix, localDatabase, type QueuedFix } from '../../data/local-database';
import { isFinal } from '../../data/problems';
import { queryClient } from '../../data/query-client';
import { noteFailure, noteSuccess } from '../../data/reachability';
import { currentRules } from '../../data/server-config';
import { lengthenTrail } from '../../jobs/job-cache';
import { addRefused, answeredFor, type Refused, type Verdict } from './answered-for';
import type { Reading } from './position-source';

const HOUR_MS = 3_600_000;
/** Of the refusal of one upload: then the next one waits, since twenty a minute are allowed. */
const UNKNOWN_WAIT_MS = 30_000;

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

function fixOf({ lat, lng, accuracyMeters, recordedAt, speedMps, headingDegrees, altitudeMeters }: Reading): Fix {
  return {
    lat: rounded(lat, 6),
    lng: rounded(lng, 6),
    accuracyMeters: rounded(accuracyMeters, 1),
    recordedAt: new Date(recordedAt).toISOString(),
    ...(speedMps !== null && speedMps >= 0 && { speedMps: rounded(speedMps, 1) }),
    ...(headingDegrees !== null && { headingDegrees: rounded(headingDegrees, 0) }),
    ...(altitudeMeters !== null && { altitudeMeters: rounded(altitudeMeters, 0) }),
  };
}

/** Kept on the phone before anything else: what is in here survives a closed tab and an empty battery. */
export async function enqueue(jobId: string, reading: Reading): Promise<void> {
  await (await localDatabase()).put('fixes', { jobId, ...fixOf(reading) });
}

export async function queuedCount(): Promise<number> {
  return (await localDatabase()).count('fixes');
}

export type SendResult = { refused: Refused } & (
  | { state: 'empty' | 'sent' }
  /** The fixes are still here. */
  | { state: 'kept'; waitMs: number }
);

/**
 * Sends everything that is queued, in batches, the oldest first. A fix leaves the queue only when the server has said what
 * became of it; sending one twice changes nothing there. One tab at a time.
 */
export async function sendQueued(): Promise<SendResult> {
  return navigator.locks.request('aegis.send-fixes', async () => {
    const dropped = await dropOld();
    let result: SendResult = { state: 'empty', refused: dropped > 0 ? { too_old: dropped } : {} };
    for (let batch = await nextBatch(); batch.length > 0; batch = await nextBatch()) {
      const sent = await sendBatch(batch);
      result = { ...sent, refused: addRefused(result.refused, sent.refused) };
      if (result.state === 'kept') return result;
    }
    return result;
  });
}

async function sendBatch(batch: QueuedFix[]): Promise<SendResult> {
  const [first] = batch;
  if (!first) return { state: 'empty', refused: {} };
  const { answered, stored, refused, waitMs } = await answeredFor(batch, (fixes) => upload(first.jobId, fixes));
  // The server tells guards nothing of their own positions: what it has stored is on this phone already.
  for (const fix of stored) lengthenTrail(queryClient, fix.jobId, fix);
  await remove(answered);
  return waitMs === null ? { state: 'sent', refused } : { state: 'kept', waitMs, refused };
}

async function upload(jobId: string, batch: readonly QueuedFix[]): Promise<Verdict> {
  const fixes = batch.map(({ jobId: _, ...fix }) => fix);
  try {
    const { rejected } = await client.tracking.upload({ params: { id: jobId }, body: { fixes } });
    noteSuccess();
    return { is: 'judged', rejected };
  } catch (error) {
    noteFailure(error);
    if (!isFinal(error)) return { is: 'later', waitMs: waitOf(error) };
    return { is: isOfForm(error) ? 'unreadable' : 'over' };
  }
}

/** It says something of what was sent, and nothing of the job. */
const isOfForm = (error: unknown): boolean => error instanceof ApiError && error.code === 'invalid_request';

const waitOf = (error: unknown): number =>
  error instanceof ApiError && error.retryAfterSeconds !== null ? error.retryAfterSeconds * 1000 : UNKNOWN_WAIT_MS;

/** Of one job: an upload belongs to one. */
async function nextBatch(): Promise<QueuedFix[]> {
  const database = await localDatabase();
  const [first] = await database.getAll('fixes', null, 1);
  if (!first) return [];
  return database.getAll('fixes', IDBKeyRange.bound([first.jobId], [first.jobId, []]), UPLOAD_MAX_FIXES);
}

async function remove(batch: readonly QueuedFix[]): Promise<void> {
  const transaction = (await localDatabase()).transaction('fixes', 'readwrite');
  await Promise.all(batch.map(({ jobId, recordedAt }) => transaction.store.delete([jobId, recordedAt])));
  await transaction.done;
}

/** They would be refused; keeping them would only fill the phone. */
async function dropOld(): Promise<number> {
  const database = await localDatabase();
  const limit = new Date(Date.now() - currentRules().fixMaxAgeHours * HOUR_MS).toISOString();
  const old = (await database.getAll('fixes')).filter(({ recordedAt }) => recordedAt < limit);
  if (old.length > 0) await remove(old);
  return old.length;
}
