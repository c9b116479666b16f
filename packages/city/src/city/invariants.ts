import type { Client } from '@aegis/client';
import type { JobAnswer } from './customer.js';
import type { Guard } from './guard.js';
import { heldTwice, type Holding, holdingsOf, uncoveredMinutes, workedByTwo, workedTwice } from './holdings.js';

export interface Invariant {
  name: string;
  /** What breaks it, empty when it holds. */
  broken: string[];
  seen: string;
}

/** What must hold when the day is over, asked of the public interface. */
export async function invariantsOf(
  admin: Client,
  guards: readonly Guard[],
  jobs: readonly JobAnswer[],
  shifts: Shifts,
): Promise<Invariant[]> {
  return [...oneAtATime(shifts), everyJobEnded(jobs), await noOrphanOffer(guards), ...(await moneyOf(admin, jobs))];
}

export async function allJobs(admin: Client): Promise<JobAnswer[]> {
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

/** Who had which job when, of all of them; and how much of what was booked nobody covered. */
export async function shiftsOf(admin: Client, jobs: readonly JobAnswer[]): Promise<Shifts> {
  const holdings: Holding[] = [];
  let uncovered = 0;
  for (const job of jobs) {
    const { items } = await admin.jobs.timeline({ params: { id: job.id } });
    const own = holdingsOf(job, items);
    holdings.push(...own);
    // What its customer has called off is not missed.
    if (job.status === 'completed') uncovered += uncoveredMinutes(job, own);
  }
  return { holdings, uncoveredMinutes: Math.round(uncovered) };
}

export interface Shifts {
  holdings: readonly Holding[];
  uncoveredMinutes: number;
}

function oneAtATime({ holdings }: Shifts): Invariant[] {
  const seen = `${holdings.length} jobs in hands`;
  return [
    { name: 'No guard has held two jobs of one time at once', broken: heldTwice(holdings), seen },
    { name: 'No guard has been at work on two jobs at once', broken: workedTwice(holdings), seen },
    { name: 'No job has had two guards at work at once', broken: workedByTwo(holdings), seen },
  ];
}

function everyJobEnded(jobs: readonly JobAnswer[]): Invariant {
  const isExplained = (job: JobAnswer): boolean =>
    (job.status === 'completed' && job.dueAmountCents !== null && job.workedMinutes !== null) ||
    (job.status === 'cancelled' && job.dueAmountCents !== null && job.cancellationReason !== null);
  const broken = jobs.filter((job) => !isExplained(job)).map(({ id, status }) => `${id} is ${status}`);
  return { name: 'Every job has ended, with what is due and why', broken, seen: `${jobs.length} jobs` };
}

async function noOrphanOffer(guards: readonly Guard[]): Promise<Invariant> {
  const broken: string[] = [];
  for (const guard of guards.filter(({ isSuspended }) => !isSuspended))
    for (const offer of (await guard.client.offers.mine()).items) broken.push(`${offer.id} of job ${offer.job.id}`);
  return { name: 'No offer is left over', broken, seen: `${guards.length} guards asked` };
}

async function moneyOf(admin: Client, jobs: readonly JobAnswer[]): Promise<Invariant[]> {
  const held: string[] = [];
  const paid: string[] = [];
  for (const { id, status, dueAmountCents } of jobs) {
    const { sum } = await admin.payments.ofJob({ params: { id } });
    if (sum.heldCents !== 0) held.push(`${sum.heldCents} cents of ${id}, which is ${status}`);
    if (sum.chargedCents > (dueAmountCents ?? 0)) paid.push(`${sum.chargedCents} of ${dueAmountCents} cents for ${id}`);
  }
  const seen = `${jobs.length} jobs`;
  return [
    { name: 'No money is held for a job that has ended', broken: held, seen },
    { name: 'No hour is paid twice', broken: paid, seen },
  ];
}
