import type { Client } from '@aegis/client';
import type { JobAnswer } from './customer.js';
import type { Guard } from './guard.js';

export interface Invariant {
  name: string;
  /** What breaks it, empty when it holds. */
  broken: string[];
  seen: string;
}

/** What must hold when the day is over, asked of the public interface. */
export async function invariantsOf(admin: Client, guards: readonly Guard[]): Promise<Invariant[]> {
  const jobs = await allJobs(admin);
  return [noOverlap(jobs), everyJobEnded(jobs), await noOrphanOffer(guards), await noMoneyHeld(admin, jobs)];
}

async function allJobs(admin: Client): Promise<JobAnswer[]> {
  const jobs: JobAnswer[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Client['jobs']['list']>> = await admin.jobs.list({
      query: { limit: 100, ...(cursor !== null && { cursor }) },
    });
    jobs.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return jobs;
}

function noOverlap(jobs: readonly JobAnswer[]): Invariant {
  const byGuard = new Map<string, JobAnswer[]>();
  for (const job of jobs)
    if (job.guard && job.status !== 'cancelled') byGuard.set(job.guard.id, [...(byGuard.get(job.guard.id) ?? []), job]);
  const broken = [...byGuard.values()].flatMap((own) =>
    own.flatMap((job, index) =>
      own.slice(index + 1).flatMap((other) => (areHeldAtOnce(job, other) ? [`${job.id} and ${other.id}`] : [])),
    ),
  );
  return { name: 'No guard has held two jobs at once', broken, seen: `${byGuard.size} guards with jobs` };
}

/**
 * Booked for overlapping times, and both theirs at the same moment. The first alone is no harm: a guard who has done their job
 * may take one that has begun without its guard.
 */
const areHeldAtOnce = (a: JobAnswer, b: JobAnswer): boolean =>
  overlap([a.startTime, a.endTime], [b.startTime, b.endTime]) &&
  overlap([a.matchedAt, a.completedAt], [b.matchedAt, b.completedAt]);

const overlap = (a: readonly (string | null)[], b: readonly (string | null)[]): boolean => {
  const [aFrom = 0, aTo = 0] = a.map((at) => Date.parse(at ?? ''));
  const [bFrom = 0, bTo = 0] = b.map((at) => Date.parse(at ?? ''));
  return aFrom < bTo && bFrom < aTo;
};

function everyJobEnded(jobs: readonly JobAnswer[]): Invariant {
  const isExplained = (job: JobAnswer): boolean =>
    (job.status === 'completed' && job.dueAmountCents !== null && job.workedMinutes !== null) ||
    (job.status === 'cancelled' && job.dueAmountCents !== null && job.cancellationReason !== null);
  const broken = jobs.filter((job) => !isExplained(job)).map(({ id, status }) => `${id} is ${status}`);
  return { name: 'Every job has ended, with what is due and why', broken, seen: `${jobs.length} jobs` };
}

async function noOrphanOffer(guards: readonly Guard[]): Promise<Invariant> {
  const broken: string[] = [];
  for (const guard of guards)
    for (const offer of (await guard.client.offers.mine()).items) broken.push(`${offer.id} of job ${offer.job.id}`);
  return { name: 'No offer is left over', broken, seen: `${guards.length} guards asked` };
}

async function noMoneyHeld(admin: Client, jobs: readonly JobAnswer[]): Promise<Invariant> {
  const broken: string[] = [];
  for (const { id, status } of jobs) {
    const { sum } = await admin.payments.ofJob({ params: { id } });
    if (sum.heldCents !== 0) broken.push(`${sum.heldCents} cents of ${id}, which is ${status}`);
  }
  return { name: 'No money is held for a job that has ended', broken, seen: `${jobs.length} jobs` };
}
