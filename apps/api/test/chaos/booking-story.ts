import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { ApiError } from '@aegis/client';
import type { StripeDouble } from '@aegis/stripe-double';
import { DAY_MS, HOUR_MS, shift } from '../../src/platform/clock/duration.js';
import type { ChaosPerson } from './chaos-people.js';
import type { BookingPlan } from './chaos-plan.js';
import { DisputeStory } from './dispute-story.js';
import { HoursStory, letTimePass } from './hours-story.js';
import { insist, until } from './insist.js';
import type { WorkDone } from './work-done.js';

const SITE = { lat: 34.0537, lng: -118.2428 };
const CONFLICT = 409;

/** What people asked for and were promised: the books are compared with it in the end. */
export interface Promised {
  jobId: string;
  plan: BookingPlan;
  /** What was due when the work ended. */
  firstDueCents: number;
  /** What a bank has taken back for good. */
  lostCents: number;
  /** What the API said that is due for the job in the end, after what was said about its hours. */
  dueCents: number;
  /** A tip that was taken. */
  tipCents: number;
  /** Refunds that the API took. */
  refunds: number[];
  guard: ChaosPerson;
}

interface Cast {
  customer: ChaosPerson;
  guard: ChaosPerson;
  admin: ChaosPerson;
}

/** Plays one booking over HTTP, each step again and again until it is done. */
export class BookingStory {
  private jobId = '';
  private isWorked = false;
  private readonly refunds: number[] = [];

  constructor(
    private readonly plan: BookingPlan,
    private readonly cast: Cast,
    private readonly dataSource: DataSource,
    private readonly double: StripeDouble,
    private readonly work: WorkDone,
  ) {}

  async play(): Promise<Promised> {
    await this.book();
    const firstDueCents = await this.end();
    const nothing = { dueCents: firstDueCents, tipCents: 0, lostCents: 0 };
    const { dueCents, tipCents, lostCents } = this.isWorked ? await this.settle(firstDueCents) : nothing;
    if (dueCents > 0) await this.refund();
    const { jobId, plan, refunds } = this;
    return { jobId, plan, firstDueCents, dueCents, tipCents, lostCents, refunds, guard: this.cast.guard };
  }

  /** What is said of the hours, the tip, and a bank that contests what was paid before them or after. */
  private async settle(firstDueCents: number): Promise<Pick<Promised, 'dueCents' | 'tipCents' | 'lostCents'>> {
    const { contest } = this.plan;
    const hours = new HoursStory(this.jobId, this.plan, this.cast, this.work);
    const dispute = contest && new DisputeStory(this.jobId, contest, this.cast.admin, this.double, this.work);
    const isFirst = contest?.when === 'before_hours';
    let contestedCents = isFirst ? ((await dispute?.open()) ?? 0) : 0;
    await hours.correct();
    if (isFirst) await dispute?.end();
    const lost = (): number => (contest?.verdict === 'lost' ? contestedCents : 0);
    const dueCents = await hours.settled(firstDueCents, lost());
    const tipCents = await hours.tip();
    if (!isFirst) {
      contestedCents = (await dispute?.open()) ?? 0;
      await dispute?.end();
    }
    return { dueCents, tipCents, lostCents: lost() };
  }

  private async end(): Promise<number> {
    const { story } = this.plan;
    if (story === 'far_ahead' || story === 'cancelled_open') return this.cancel(this.cast.customer);
    if (!(await this.isHeld())) return this.cancel(this.cast.customer);
    if (this.plan.isGuardReady) await openAccount(this.cast.guard, this.dataSource, this.double, this.work);
    await this.match();
    if (story === 'cancelled_matched') return this.cancel(this.cast.customer);
    await this.checkIn();
    return story === 'ended_by_admin' ? this.cancel(this.cast.admin) : this.checkOut();
  }

  private async book(): Promise<void> {
    // Now, or the check-out would be one before the start.
    const ahead = this.plan.story === 'far_ahead' ? 10 * DAY_MS : 0;
    const startTime = shift(new Date(), ahead);
    const body = {
      title: 'Gate',
      jobType: 'basic' as const,
      locationAddress: '200 N Spring St',
      location: SITE,
      startTime: startTime.toISOString(),
      endTime: shift(startTime, this.plan.hours * HOUR_MS).toISOString(),
      requiredClearanceLevel: 'basic' as const,
      requiredSkills: [],
      hourlyRateCents: this.plan.hourlyRateCents,
    };
    const idempotencyKey = randomUUID();
    const { id } = await insist(() => this.cast.customer.client.jobs.create({ body, idempotencyKey }), this.work);
    this.jobId = id;
  }

  /** False when the card was declined. */
  private async isHeld(): Promise<boolean> {
    const { sum } = await until(
      `the hold of ${this.jobId}`,
      () => this.payments(),
      ({ items, sum: { heldCents } }) => heldCents > 0 || items.some((item) => item.status === 'failed'),
      this.work,
    );
    return sum.heldCents > 0;
  }

  /** Matching is not what is tested here: the guard gets the job directly. */
  private async match(): Promise<void> {
    await this.dataSource.query(`UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = now() WHERE id = $1`, [
      this.jobId,
      this.cast.guard.id,
    ]);
  }

  private get presence() {
    return { params: { id: this.jobId }, body: { location: SITE, accuracyMeters: 10 } };
  }

  private async checkIn(): Promise<void> {
    await insist(() => unlessDone(this.cast.guard.client.jobs.checkIn(this.presence)), this.work);
  }

  private async checkOut(): Promise<number> {
    await letTimePass(this.dataSource, this.jobId, this.plan);
    const { params, body } = this.presence;
    const leaving = { params, body: { ...body, reason: 'The evening was over' } };
    await insist(() => unlessDone(this.cast.guard.client.jobs.checkOut(leaving)), this.work);
    this.isWorked = true;
    return this.due();
  }

  private async cancel(by: ChaosPerson): Promise<number> {
    const idempotencyKey = randomUUID();
    const call = { params: { id: this.jobId }, body: { reason: 'plans have changed' }, idempotencyKey };
    await insist(() => unlessDone(by.client.jobs.cancel(call)), this.work);
    return this.due();
  }

  private async due(): Promise<number> {
    const job = await insist(() => this.cast.customer.client.jobs.get({ params: { id: this.jobId } }), this.work);
    return job.dueAmountCents ?? 0;
  }

  private async refund(): Promise<void> {
    if (this.plan.refunds.length === 0) return;
    const { items } = await until(
      `the charge of ${this.jobId}`,
      () => this.payments(),
      ({ sum }) => sum.chargedCents > 0,
      this.work,
    );
    const charge = items.find(
      ({ type, purpose, status }) => type === 'charge' && purpose === 'booking' && status === 'succeeded',
    );
    if (!charge) return;
    for (const part of this.plan.refunds) {
      const amountCents = part === 'rest' ? undefined : Math.max(1, Math.floor(charge.amountCents * part));
      const body = { reason: 'not satisfied', ...(amountCents && { amountCents }) };
      const call = { params: { id: charge.id }, body, idempotencyKey: randomUUID() };
      const refund = await insist(() => this.cast.admin.client.admin.refund(call), this.work);
      this.refunds.push(refund.amountCents);
    }
  }

  private payments() {
    return this.cast.customer.client.payments.ofJob({ params: { id: this.jobId } });
  }
}

/** The guard hands in Stripe's form; what follows comes from Stripe's event about it. */
export async function openAccount(
  guard: ChaosPerson,
  dataSource: DataSource,
  double: StripeDouble,
  work: WorkDone,
): Promise<void> {
  await insist(() => guard.client.guards.payoutAccount(), work);
  const [row] = await dataSource.query<{ id: string }[]>(`SELECT stripe_account_id AS id FROM users WHERE id = $1`, [
    guard.id,
  ]);
  if (row) double.completeOnboarding(row.id);
}

/** The server was killed after it had done it, and before it could say so. */
async function unlessDone(step: Promise<unknown>): Promise<void> {
  try {
    await step;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === CONFLICT)) throw error;
  }
}
