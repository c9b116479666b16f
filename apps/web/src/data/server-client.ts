import { createClient } from '@aegis/client';
import { noteContract } from './contract-version';
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

export const serverClient = createClient({ baseUrl: '', fetch: withCookieOnly, timeoutMs: PATIENCE_MS });
