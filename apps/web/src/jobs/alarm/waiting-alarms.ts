import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { client } from '../../data/client';
import { waiting } from '../../data/kept-store';
import type { WaitingAlarm } from '../../data/local-database';
import { isFinal } from '../../data/problems';
import { noteFailure, noteSuccess } from '../../data/reachability';
import { jobKeys } from '../job-keys';
import { today } from '../../words/now';

export const WAITING_ALARMS: QueryKey = ['waiting-alarms'];

/** Long enough for a phone that knows where it is; nobody waits for one that does not. */
const POSITION_MS = 2000;

const beingKept = new Map<string, Promise<void>>();

/**
 * On the phone first: without connection it goes out when there is one. Who presses again while the phone looks where it is, or
 * while a call waits, calls for the same help.
 */
export function keepAlarm(userId: string, jobId: string): Promise<void> {
  const whose = `${userId} ${jobId}`;
  const kept = beingKept.get(whose) ?? keepOnce(userId, jobId).finally(() => beingKept.delete(whose));
  beingKept.set(whose, kept);
  return kept;
}

async function keepOnce(userId: string, jobId: string): Promise<void> {
  const alarm = { clientId: crypto.randomUUID(), userId, jobId, pressedAt: today().toISOString() };
  const where = await position();
  if ((await waitingAlarms(userId, jobId)).length === 0) await waiting.alarms.put({ ...alarm, ...where });
}

export async function waitingAlarms(userId: string, jobId: string): Promise<WaitingAlarm[]> {
  const all = await waiting.alarms.getAll();
  return all.filter((alarm) => alarm.userId === userId && alarm.jobId === jobId);
}

export async function forgetAlarm(clientId: string): Promise<void> {
  await waiting.alarms.delete(clientId);
}

/** One tab at a time; what the server has had already it takes for the same alarm. */
export async function sendAlarms(userId: string, jobId: string, queries: QueryClient): Promise<void> {
  await navigator.locks.request('aegis.send-alarms', async () => {
    for (const alarm of await waitingAlarms(userId, jobId)) await send(alarm);
  });
  await queries.invalidateQueries({ queryKey: WAITING_ALARMS });
  await queries.invalidateQueries({ queryKey: jobKeys.alarms(jobId) });
}

async function send({ userId: _, jobId, ...body }: WaitingAlarm): Promise<void> {
  try {
    await client.alarms.raise({ params: { id: jobId }, body });
    noteSuccess();
    await forgetAlarm(body.clientId);
  } catch (error) {
    noteFailure(error);
    // The job is over, or is not theirs any more: nobody could answer it.
    if (isFinal(error)) await forgetAlarm(body.clientId);
  }
}

function position(): Promise<Pick<WaitingAlarm, 'location' | 'accuracyMeters'>> {
  if (!('geolocation' in navigator)) return Promise.resolve({});
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude: lat, longitude: lng, accuracy } }) =>
        resolve({ location: { lat, lng }, accuracyMeters: accuracy }),
      () => resolve({}),
      { enableHighAccuracy: true, timeout: POSITION_MS, maximumAge: 30_000 },
    );
    // A question to the person for permission has no time limit of its own.
    setTimeout(() => resolve({}), POSITION_MS + 500);
  });
}
