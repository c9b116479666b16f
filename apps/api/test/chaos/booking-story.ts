import { randomUUID } from 'node:crypto';
import { DAY_MS, HOUR_MS, shift } from '../../src/platform/clock/duration.js';
import { CardStory } from './card-story.js';
import type { ChaosPerson } from './chaos-people.js';
import type { BookingPlan } from './chaos-plan.js';
import { DisputeStory } from './dispute-story.js';
import { HoursStory, letTimePass } from './hours-story.js';
import { RefundStory } from './refund-story.js';
import { type Stage, unlessDone, withoutRules } from './stage.js';

const SITE = { lat: 34.0537, lng: -118.2428 };
/** Or a price that is not held would be waited for until the start, which is now. */
const TIME_TO_ANSWER_MS = 3 * HOUR_MS;

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
  /** Of that the card refuses for good. */
  owedCents: number;
  /** A tip that was taken. */
  tipCents: number;
  /** Refunds that the API took, and that no bank has refused. */
  refunds: readonly number[];
  guard: ChaosPerson;
}

type Settled = Pick<Promised, 'dueCents' | 'owedCents' | 'tipCents' | 'lostCents'>;

/** Plays one booking over HTTP, each step again and again until it is done. */
export class BookingStory {
  private isWorked = false;
  private readonly cards: CardStory;
  private readonly refunds: RefundStory;

  constructor(private readonly stage: Stage) {
    this.cards = new CardStory(stage);
    this.refunds = new RefundStory(stage, this.cards);
  }

  async play(): Promise<Promised> {
    const { plan, cast, story } = this.stage;
    await this.cards.give();
    story.jobId = await this.book();
    const firstDueCents = await this.end();
    const nothing = { dueCents: firstDueCents, owedCents: 0, tipCents: 0, lostCents: 0 };
    const settled = this.isWorked ? await this.settle(firstDueCents) : nothing;
    if (settled.dueCents > 0) await this.refunds.ask();
    story.tell('played to the end');
    return { jobId: story.jobId, plan, firstDueCents, ...settled, refunds: this.refunds.promised, guard: cast.guard };
  }

  /** What is said of the hours, the tip, and a bank that contests what was paid before them or after. */
  private async settle(firstDueCents: number): Promise<Settled> {
    const { contest } = this.stage.plan;
    const hours = new HoursStory(this.stage, this.cards, this.refunds);
    const dispute = contest && new DisputeStory(this.stage, this.cards, contest);
    const isFirst = contest?.when === 'before_hours';
    let contestedCents = isFirst ? ((await dispute?.open()) ?? 0) : 0;
    await hours.correct();
    if (isFirst) await dispute?.end();
    const lost = (): number => (contest?.end === 'lost' ? contestedCents : 0);
    const dueCents = await hours.settled(firstDueCents, lost());
    const tipCents = await hours.tip();
    if (!isFirst) {
      contestedCents = (await dispute?.open()) ?? 0;
      await dispute?.end();
    }
    return { dueCents, owedCents: hours.owedCents, tipCents, lostCents: lost() };
  }

  private async end(): Promise<number> {
    const { cast, plan } = this.stage;
    if (plan.story === 'far_ahead' || plan.story === 'cancelled_open') return this.cancel(cast.customer);
    if (!(await this.isHeld())) {
      // Nobody does anything any more: the system cancels it when its time has come.
      if (plan.owner === 'never') return 0;
      return this.cancel(cast.customer);
    }
    if (plan.isGuardReady) await openAccount(this.stage, cast.guard);
    await this.match();
    if (plan.story === 'cancelled_matched') return this.cancel(cast.customer);
    await this.checkIn();
    return plan.story === 'ended_by_admin' ? this.cancel(cast.admin) : this.checkOut();
  }

  private async book(): Promise<string> {
    const { cast, patience, plan } = this.stage;
    // Now, or the check-out would be one before the start.
    const ahead = plan.story === 'far_ahead' ? 10 * DAY_MS : plan.owner === null ? 0 : TIME_TO_ANSWER_MS;
    const startTime = shift(new Date(), ahead);
    const body = {
      title: 'Gate',
      jobType: 'basic' as const,
      locationAddress: '200 N Spring St',
      location: SITE,
      startTime: startTime.toISOString(),
      endTime: shift(startTime, plan.hours * HOUR_MS).toISOString(),
      requiredClearanceLevel: 'basic' as const,
      requiredSkills: [],
      hourlyRateCents: plan.hourlyRateCents,
    };
    const call = { body, idempotencyKey: randomUUID() };
    return (await patience.insist('books', () => cast.customer.client.jobs.create(call))).id;
  }

  /** False when the card was declined, and nothing came of it. */
  private async isHeld(): Promise<boolean> {
    const { cast, patience, story } = this.stage;
    const { items, sum } = await patience.until(
      'the hold, or its refusal',
      () => cast.customer.client.payments.ofJob({ params: { id: story.jobId } }),
      (seen) => seen.sum.heldCents > 0 || seen.items.some((item) => item.status === 'failed'),
    );
    if (sum.heldCents > 0) return true;
    return this.cards.mend(items.find(({ status }) => status === 'failed')?.failureCode ?? null);
  }

  /** Matching is not what is tested here: the guard gets the job directly, at the time that it is for. */
  private async match(): Promise<void> {
    const { cast, plan, story } = this.stage;
    await this.stage.dataSource.query(
      `UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = now() WHERE id = $1`,
      [story.jobId, cast.guard.id],
    );
    if (plan.owner !== null)
      await withoutRules(
        this.stage,
        `UPDATE jobs SET start_time = now(), end_time = now() + (end_time - start_time) WHERE id = $1`,
        [story.jobId],
      );
  }

  private get presence() {
    return { params: { id: this.stage.story.jobId }, body: { location: SITE, accuracyMeters: 10 } };
  }

  private async checkIn(): Promise<void> {
    const { cast, patience } = this.stage;
    await patience.insist('checks in', () => unlessDone(cast.guard.client.jobs.checkIn(this.presence)));
  }

  private async checkOut(): Promise<number> {
    const { cast, patience } = this.stage;
    await letTimePass(this.stage);
    const { params, body } = this.presence;
    const leaving = { params, body: { ...body, reason: 'The evening was over' } };
    await patience.insist('checks out', () => unlessDone(cast.guard.client.jobs.checkOut(leaving)));
    this.isWorked = true;
    return this.due();
  }

  private async cancel(by: ChaosPerson): Promise<number> {
    const { patience, story } = this.stage;
    const idempotencyKey = randomUUID();
    const call = { params: { id: story.jobId }, body: { reason: 'plans have changed' }, idempotencyKey };
    await patience.insist('cancels', () => unlessDone(by.client.jobs.cancel(call)));
    return this.due();
  }

  private async due(): Promise<number> {
    const { cast, patience, story } = this.stage;
    const params = { id: story.jobId };
    const job = await patience.insist('what is due', () => cast.customer.client.jobs.get({ params }));
    story.tell(`${job.dueAmountCents} is due, the job is ${job.status}`);
    return job.dueAmountCents ?? 0;
  }
}

/** The guard hands in Stripe's form; what follows comes from Stripe's event about it. */
export async function openAccount(
  { patience, dataSource, double }: Pick<Stage, 'patience' | 'dataSource' | 'double'>,
  guard: ChaosPerson,
): Promise<void> {
  await patience.insist('opens an account', () => guard.client.guards.payoutAccount());
  const rows = await dataSource.query<{ id: string }[]>(`SELECT stripe_account_id AS id FROM users WHERE id = $1`, [
    guard.id,
  ]);
  if (rows[0]) double.completeOnboarding(rows[0].id);
}
