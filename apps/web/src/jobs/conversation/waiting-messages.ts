import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { client } from '../../data/client';
import { waiting } from '../../data/kept-store';
import type { WaitingMessage } from '../../data/local-database';
import { isFinal, sentenceOf } from '../../data/problems';
import { noteFailure, noteSuccess } from '../../data/reachability';
import { jobKeys } from '../job-keys';
import { now } from '../../words/now';

export const WAITING: QueryKey = ['waiting-messages'];

type Written = Omit<WaitingMessage, 'clientId' | 'at' | 'refusal'>;

/** The second tap of one wish comes before anybody could have seen what the first has done. */
const ONE_WISH_MS = 3000;

let latest: (Written & { at: number }) | null = null;

const isSame = (one: Written, other: Written): boolean =>
  one.userId === other.userId && one.jobId === other.jobId && one.words === other.words;

/**
 * Kept on the phone before anything else: it is sent when there is a connection, once, whatever happens meanwhile. What was
 * written a moment ago, or last and waits still, is not written again by a second tap.
 */
export async function enqueue(message: Written): Promise<void> {
  const at = now();
  const isSecondTap = latest !== null && isSame(latest, message) && Math.abs(at - latest.at) < ONE_WISH_MS;
  latest = { ...message, at };
  if (isSecondTap) return;
  const last = (await waitingOf(message.userId, message.jobId)).at(-1);
  if (last?.refusal === null && isSame(last, message)) return;
  await waiting.written.put({ ...message, clientId: crypto.randomUUID(), at, refusal: null });
}

/** What somebody has written about a job and the server does not have, oldest first. */
export async function waitingOf(userId: string, jobId: string): Promise<WaitingMessage[]> {
  return (await all(userId)).filter((message) => message.jobId === jobId);
}

export async function forget(clientId: string): Promise<void> {
  await waiting.written.delete(clientId);
}

/** Who signs out leaves nothing on this device. */
export async function forgetWaiting(): Promise<void> {
  await Promise.all([waiting.written.clear(), waiting.alarms.clear()]);
}

/** In the order of writing. One tab at a time; what the server has had already it takes for the same message. */
export async function sendWaiting(userId: string, queries: QueryClient): Promise<void> {
  await navigator.locks.request('aegis.send-written', async () => {
    const unsent = (await all(userId)).filter(({ refusal }) => refusal === null);
    for (const message of unsent) if (!(await send(message, queries))) break;
  });
  await queries.invalidateQueries({ queryKey: WAITING });
}

/** False when it, and what was written after it, has to wait. */
async function send({ jobId, clientId, words, ...rest }: WaitingMessage, queries: QueryClient): Promise<boolean> {
  try {
    await client.conversations.write({ params: { id: jobId }, body: { clientId, words } });
    noteSuccess();
    await forget(clientId);
    await queries.invalidateQueries({ queryKey: jobKeys.conversation(jobId) });
    return true;
  } catch (error) {
    noteFailure(error);
    if (!isFinal(error)) return false;
    const refused = { ...rest, jobId, clientId, words, refusal: sentenceOf(error) };
    await waiting.written.put(refused);
    return true;
  }
}

async function all(userId: string): Promise<WaitingMessage[]> {
  const everybodys = await waiting.written.getAll();
  return everybodys.filter((message) => message.userId === userId).sort((one, other) => one.at - other.at);
}
