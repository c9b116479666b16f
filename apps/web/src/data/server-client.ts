import { createClient } from '@aegis/client';
import { noteContract } from './contract-version';
import { sessionTurn } from './session-state';
import { serverClockShowed } from '../words/now';
import { language } from '../words/speech';

/** On a phone with bad network a shorter patience would turn slow answers into failed ones. */
const PATIENCE_MS = 20_000;

/**
 * The browser keeps the session in a cookie that scripts cannot read. The client would also send the token it saw at sign-in;
 * then a second tab that signs in as somebody else would leave this one speaking for two people.
 */
const withCookieOnly: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers);
  headers.delete('authorization');
  // What this page speaks, also where the browser itself is set to another language.
  headers.set('accept-language', language());
  const keepalive = outlivesThePage(init?.body);
  const asked = Date.now();
  const answer = await fetch(input, { ...init, headers, credentials: 'same-origin', keepalive });
  noteContract(answer);
  // No answer of the API is kept by a browser: its date is of now.
  serverClockShowed(Date.parse(answer.headers.get('date') ?? ''), asked);
  return answer;
};

/** All that a page has under way of this kind may have 64 KB together. */
const SMALL_BYTES = 4096;

/** What is sent by a page that is being put away still arrives when it is closed. */
const outlivesThePage = (body: RequestInit['body']): boolean =>
  document.visibilityState === 'hidden' && typeof body === 'string' && body.length < SMALL_BYTES;

const underWay = new Map<string, Promise<Response>>();

/** Null for what is only read, which is asked anew: its answer may have changed since the question that is under way was asked. */
function wishOf(input: Parameters<typeof fetch>[0], { method = 'GET', body }: RequestInit = {}): string | null {
  const isText = typeof body === 'string' || body === undefined || body === null;
  // Of a picture text says nothing.
  if (method === 'GET' || typeof input !== 'string' || !isText) return null;
  return JSON.stringify([sessionTurn(), method, input, body]);
}

/**
 * A second press comes before the button can be taken away, and twice the same in one moment is one wish: it waits for the answer
 * that is on its way, whatever key either was given.
 */
const sentOnce: typeof fetch = async (input, init) => {
  const wish = wishOf(input, init);
  if (wish === null) return withCookieOnly(input, init);
  const { signal, ...sent } = init ?? {};
  const known = underWay.get(wish);
  // Whoever takes it back does not take it from those who have asked for the same.
  const answer =
    known ??
    withCookieOnly(input, { ...sent, signal: AbortSignal.timeout(PATIENCE_MS) }).finally(() => underWay.delete(wish));
  underWay.set(wish, answer);
  return (await untilTakenBack(answer, signal)).clone();
};

async function untilTakenBack<T>(answer: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return answer;
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const takenBack = new Promise<never>((_, refuse) => {
    stop = () => refuse(signal.reason as Error);
    signal.addEventListener('abort', stop);
  });
  return Promise.race([answer, takenBack]).finally(() => signal.removeEventListener('abort', stop));
}

export const serverClient = createClient({ baseUrl: '', fetch: sentOnce, timeoutMs: PATIENCE_MS });
