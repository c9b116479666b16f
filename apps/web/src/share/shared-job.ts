import type { api, WireAnswer } from '@aegis/contract';
import { serverClockShowed } from '../words/now';

/** The type alone: this page loads nothing of the contract. */
export type SharedJob = WireAnswer<typeof api.sharing.look>;

export type Looked = { is: 'known'; job: SharedJob } | { is: 'over' } | { is: 'later'; afterMs: number };

const LATER_MS = 30_000;

/** The token is in the fragment of the address, which no browser sends, and goes to the server in a body, which no log keeps. */
export async function look(token: string): Promise<Looked> {
  try {
    const asked = Date.now();
    const answer = await fetch('/api/v1/shared', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
    serverClockShowed(Date.parse(answer.headers.get('date') ?? ''), asked);
    if (answer.ok) return { is: 'known', job: (await answer.json()) as SharedJob };
    if (answer.status === 404 || answer.status === 400) return { is: 'over' };
    const seconds = Number(answer.headers.get('retry-after'));
    return { is: 'later', afterMs: seconds > 0 ? seconds * 1000 : LATER_MS };
  } catch {
    return { is: 'later', afterMs: LATER_MS };
  }
}
