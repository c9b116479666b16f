import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, api, Job } from '@aegis/contract';
import { Pool } from 'undici';
import type { Person } from '../world/people.js';
import type { Post } from '../world/posts.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A phone is told by an event stream; this one asks, and asking often would measure the asking: doubled each time. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 800;
const PATIENCE_MS = 30_000;
const FIXES_IN_A_BATCH = 4;
const ACCURACY_METERS = 8;

/** Plays jobs over HTTP as the customer's and the guard's phones do, against either server. */
export class LifeCycles {
  private readonly pool: Pool;

  constructor(origin: string, connections: number) {
    this.pool = new Pool(origin, { connections, pipelining: 1 });
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  /** From creation to charged and paid out. @throws when a step is refused or does not come about. */
  async one(customer: Person, { guard, site }: Post): Promise<void> {
    const job = await this.send<Job>(customer, 'POST', '/jobs', draftAt(site));
    const offerId = await this.until(`an offer of ${job.id}`, async () => {
      const { items } = await this.send<Answer<typeof api.offers.mine>>(guard, 'GET', '/guards/me/offers');
      return items.find((offer) => offer.job.id === job.id)?.id;
    });
    await this.send(guard, 'POST', `/offers/${offerId}/accept`);
    const presence = { location: site, accuracyMeters: ACCURACY_METERS };
    await this.send(guard, 'POST', `/jobs/${job.id}/check-in`, presence);
    await this.send(guard, 'POST', `/jobs/${job.id}/locations`, { fixes: fixesAt(site) });
    await this.send(guard, 'POST', `/jobs/${job.id}/check-out`, { ...presence, reason: 'The bench goes on' });
    await this.until(`${job.id} to be paid`, async () => {
      const path = `/jobs/${job.id}/payments`;
      const { sum } = await this.send<Answer<typeof api.payments.ofJob>>(customer, 'GET', path);
      return sum.paidOutCents > 0 ? true : undefined;
    });
  }

  private async send<T>(person: Person, method: 'GET' | 'POST', path: string, input?: object): Promise<T> {
    const { statusCode, body } = await this.pool.request({
      path: `/api/v1${path}`,
      method,
      headers: {
        authorization: `Bearer ${person.token}`,
        ...(input && { 'content-type': 'application/json' }),
      },
      ...(input && { body: JSON.stringify(input) }),
    });
    const answer = await body.text();
    if (statusCode >= 300) throw new Error(`${method} ${path} answered ${statusCode}: ${answer}`);
    return JSON.parse(answer) as T;
  }

  private async until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    for (let wait = FIRST_WAIT_MS; Date.now() < end; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      await delay(wait);
    }
    throw new Error(`waited too long for ${what}`);
  }
}

function draftAt(location: Post['site']): object {
  // Now: whoever leaves before the start sends the job back to dispatch.
  const startTime = Date.now();
  return {
    title: 'Night watch',
    jobType: 'patrol',
    locationAddress: '1 Bench Street',
    location,
    startTime: new Date(startTime).toISOString(),
    endTime: new Date(startTime + 4 * HOUR_MS).toISOString(),
    requiredClearanceLevel: 'basic',
    requiredSkills: ['patrol'],
    hourlyRateCents: 4000,
  };
}

/** Of the coming moments, so that none is from before the acceptance; the server allows for clocks that differ. */
function fixesAt({ lat, lng }: Post['site']): object[] {
  return Array.from({ length: FIXES_IN_A_BATCH }, (_, index) => ({
    ...{ lat, lng, accuracyMeters: ACCURACY_METERS },
    recordedAt: new Date(Date.now() + index).toISOString(),
  }));
}
