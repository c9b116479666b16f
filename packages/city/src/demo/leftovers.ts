import type { api, JobStatus, WireAnswer } from '@aegis/contract';
import type { Actor, Cast, GuardActor } from './cast.js';
import { ACCURACY_METERS } from './phone.js';

export type Job = WireAnswer<typeof api.jobs.get>;

/** Jobs of this title are the demo's own: nothing else is touched. */
export const DEMO_TITLE = 'Demo: evening watch at City Hall';

const REASON = 'Left over from a demo that was broken off';
const MOST_JOBS = 100;

const jobsOf = async ({ client }: Actor, status: JobStatus): Promise<Job[]> =>
  (await client.jobs.list({ query: { status, limit: MOST_JOBS } })).items;

const demoJobsOf = async (actor: Actor, status: JobStatus): Promise<Job[]> =>
  (await jobsOf(actor, status)).filter((job) => job.title === DEMO_TITLE);

/**
 * Ends what broken-off demos have left, in the way people would: a guard at work checks out, one on their way withdraws,
 * and the customer cancels what is open, which costs nothing then. Returns how many jobs.
 */
export async function clearLeftovers({ customer, guards }: Cast): Promise<number> {
  let cleared = 0;
  for (const guard of guards) {
    for (const { id, location } of await demoJobsOf(guard, 'in_progress')) {
      const body = { location, accuracyMeters: ACCURACY_METERS, reason: REASON };
      await guard.client.jobs.checkOut({ params: { id }, body });
      cleared++;
    }
    for (const { id } of await demoJobsOf(guard, 'matched'))
      await guard.client.jobs.withdraw({ params: { id }, body: { reason: REASON } });
  }
  for (const { id } of await demoJobsOf(customer, 'requested')) {
    await customer.client.jobs.cancel({ params: { id }, body: { reason: REASON } });
    cleared++;
  }
  return cleared;
}

/** Guards who are not at work and have accepted nothing in that time. */
export async function freeGuards(guards: GuardActor[], from: Date, until: Date): Promise<GuardActor[]> {
  const areFree = await Promise.all(guards.map((guard) => isFree(guard, from, until)));
  return guards.filter((_, index) => areFree[index]);
}

async function isFree(guard: GuardActor, from: Date, until: Date): Promise<boolean> {
  const [matched, inProgress] = await Promise.all([jobsOf(guard, 'matched'), jobsOf(guard, 'in_progress')]);
  const overlaps = matched.some((job) => new Date(job.startTime) < until && new Date(job.endTime) > from);
  return inProgress.length === 0 && !overlaps;
}
