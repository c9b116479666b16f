import { ApiError } from '@aegis/client/errors';
import { UPLOAD_MAX_FIXES } from '@aegis/contract/limits';
import { client } from '../../data/client';
import { waiting } from '../../data/kept-store';
import type { Fix, QueuedFix } from '../../data/local-database';
import { isFinal } from '../../data/problems';
import { queryClient } from '../../data/query-client';
import { noteFailure, noteSuccess } from '../../data/reachability';
import { currentRules } from '../../data/server-config';
import { lengthenTrail } from '../../jobs/job-cache';
import { addRefused, answeredFor, type Refused, type Verdict } from './answered-for';
import type { Reading } from './position-source';
import { now } from '../../words/now';

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
  await waiting.fixes.put({ jobId, ...fixOf(reading) });
}

export const queuedCount = (): Promise<number> => waiting.fixes.count();

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
    const { young, old } = byAge(await waiting.fixes.getAll());
    // They would be refused; keeping them would only fill the phone.
    await remove(old);
    let result: SendResult = { state: 'empty', refused: old.length > 0 ? { too_old: old.length } : {} };
    for (const batch of batchesOf(young)) {
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

/** Each of one job: an upload belongs to one. */
function* batchesOf(fixes: readonly QueuedFix[]): Generator<QueuedFix[]> {
  for (const jobId of new Set(fixes.map((fix) => fix.jobId))) {
    const ofJob = fixes.filter((fix) => fix.jobId === jobId);
    for (let from = 0; from < ofJob.length; from += UPLOAD_MAX_FIXES) yield ofJob.slice(from, from + UPLOAD_MAX_FIXES);
  }
}

async function remove(fixes: readonly QueuedFix[]): Promise<void> {
  await Promise.all(fixes.map(({ jobId, recordedAt }) => waiting.fixes.delete([jobId, recordedAt])));
}

function byAge(fixes: readonly QueuedFix[]): { young: QueuedFix[]; old: QueuedFix[] } {
  const limit = new Date(now() - currentRules().fixMaxAgeHours * HOUR_MS).toISOString();
  const isOld = ({ recordedAt }: QueuedFix): boolean => recordedAt < limit;
  return { young: fixes.filter((fix) => !isOld(fix)), old: fixes.filter(isOld) };
}
