import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { ApiError } from '@aegis/client';
import type { ChaosPerson } from './chaos-people.js';
import type { BookingPlan } from './chaos-plan.js';
import { insist, until } from './insist.js';
import type { WorkDone } from './work-done.js';

const HOUR_MINUTES = 60;
/** Beyond the booked end that the guard has stayed. */
const STAYED_MINUTES = 30;
const FEWER_MINUTES = 45;
const CONFLICT = 409;

interface Cast {
  customer: ChaosPerson;
  guard: ChaosPerson;
  admin: ChaosPerson;
}

/** As if the guard had been at it since longer than the booked time: nobody waits for hours to pass. */
export async function letTimePass(dataSource: DataSource, jobId: string, { hours }: BookingPlan): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query('SET LOCAL session_replication_role = replica');
    await manager.query(
      `UPDATE jobs SET requested_at = requested_at - long, matched_at = matched_at - long, started_at = started_at - long,
         start_time = start_time - long, end_time = end_time - long
       FROM make_interval(mins => $2::int) AS long WHERE id = $1 AND status = 'in_progress'`,
      [jobId, hours * HOUR_MINUTES + STAYED_MINUTES],
    );
  });
}

/** What is said about the hours of a job when it is over, and the tip: each step again and again until it is done. */
export class HoursStory {
  constructor(
    private readonly jobId: string,
    private readonly plan: BookingPlan,
    private readonly cast: Cast,
    private readonly work: WorkDone,
  ) {}

  /** What they say of the hours, until it counts. */
  async correct(): Promise<void> {
    const { customer, guard, admin } = this.cast;
    const booked = this.plan.hours * HOUR_MINUTES;
    if (this.plan.asks === 'more') {
      const id = await this.ask(guard, booked + STAYED_MINUTES);
      await this.say((idempotencyKey) => customer.client.hours.agree({ params: { id }, idempotencyKey }));
    }
    if (this.plan.asks === 'less') {
      const id = await this.ask(customer, booked - FEWER_MINUTES);
      await this.say((idempotencyKey) => guard.client.hours.agree({ params: { id }, idempotencyKey }));
    }
    if (this.plan.asks === 'decided') {
      const id = await this.ask(customer, booked - FEWER_MINUTES);
      const params = { id };
      await this.say((idempotencyKey) => guard.client.hours.decline({ params, body: {}, idempotencyKey }));
      const body = { workedMinutes: booked - FEWER_MINUTES / 3, reason: 'as the positions show it' };
      await this.say((idempotencyKey) => admin.client.hours.decide({ params, body, idempotencyKey }));
    }
  }

  /**
   * Until the money has followed; what is due then.
   * @param lostCents what a bank has taken back of `firstDueCents`: of that nothing is left to be given back
   */
  async settled(firstDueCents: number, lostCents: number): Promise<number> {
    const { dueAmountCents } = await insist(
      () => this.cast.customer.client.jobs.get({ params: { id: this.jobId } }),
      this.work,
    );
    const due = dueAmountCents ?? 0;
    const taken = lostCents > 0 ? Math.max(due, firstDueCents) : due;
    await until(
      `the money for the hours of ${this.jobId}`,
      () => this.askingCardAgain(),
      ({ sum }) => sum.chargedCents - (sum.refundedCents - lostCents) === taken,
      this.work,
    );
    return due;
  }

  /** What was taken: a card may refuse it. */
  async tip(): Promise<number> {
    const { tipCents: amountCents } = this.plan;
    if (amountCents === 0) return 0;
    const call = { params: { id: this.jobId }, body: { amountCents }, idempotencyKey: randomUUID() };
    const { id } = await insist(() => this.cast.customer.client.payments.tip(call), this.work);
    const { items } = await until(
      `the tip of ${this.jobId}`,
      () => this.payments(),
      (seen) => seen.items.some((item) => item.id === id && ['succeeded', 'failed'].includes(item.status)),
      this.work,
    );
    return items.some((item) => item.id === id && item.status === 'succeeded') ? amountCents : 0;
  }

  private async ask({ client }: ChaosPerson, workedMinutes: number): Promise<string> {
    const body = { kind: 'minutes' as const, workedMinutes, reason: 'it was otherwise' };
    const call = { params: { id: this.jobId }, body, idempotencyKey: randomUUID() };
    return (await insist(() => client.hours.ask(call), this.work)).id;
  }

  /** With one key however often it is said. */
  private async say(step: (idempotencyKey: string) => Promise<unknown>): Promise<void> {
    const key = randomUUID();
    await insist(() => step(key), this.work);
  }

  /** A card that refuses is asked once a day by itself. */
  private async askingCardAgain() {
    const seen = await this.payments();
    const last = seen.items.filter(({ type, purpose }) => type === 'charge' && purpose === 'hours').at(-1);
    if (last?.status === 'failed')
      await this.cast.admin.client.desk
        .askCardAgain({ params: { id: this.jobId }, body: { reason: 'they say that it works now' } })
        .catch((error: unknown) => {
          // It is being asked already.
          if (!(error instanceof ApiError && error.status === CONFLICT)) throw error;
        });
    return seen;
  }

  private payments() {
    return this.cast.customer.client.payments.ofJob({ params: { id: this.jobId } });
  }
}
