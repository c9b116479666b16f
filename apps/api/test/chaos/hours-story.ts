import { randomUUID } from 'node:crypto';
import type { ChaosPerson } from './chaos-people.js';
import type { CardStory } from './card-story.js';
import { type Stage, withoutRules } from './stage.js';
import type { RefundStory } from './refund-story.js';

const HOUR_MINUTES = 60;
/** Beyond the booked end that the guard has stayed. */
const STAYED_MINUTES = 30;
const FEWER_MINUTES = 45;
const OVER: readonly string[] = ['succeeded', 'failed'];

/** As if the guard had been at it since longer than the booked time: nobody waits for hours to pass. */
export async function letTimePass(stage: Stage): Promise<void> {
  await withoutRules(
    stage,
    `UPDATE jobs SET requested_at = requested_at - long, matched_at = matched_at - long, started_at = started_at - long,
       start_time = start_time - long, end_time = end_time - long
     FROM make_interval(mins => $2::int) AS long WHERE id = $1 AND status = 'in_progress'`,
    [stage.story.jobId, stage.plan.hours * HOUR_MINUTES + STAYED_MINUTES],
  );
}

/** What is said about the hours of a job when it is over, and the tip: each step again and again until it is done. */
export class HoursStory {
  /** What the card refuses for good of what is due. */
  owedCents = 0;

  constructor(
    private readonly stage: Stage,
    private readonly cards: CardStory,
    private readonly refunds: RefundStory,
  ) {}

  /** What they say of the hours, until it counts. */
  async correct(): Promise<void> {
    const { cast, plan } = this.stage;
    const { customer, guard, admin } = cast;
    const booked = plan.hours * HOUR_MINUTES;
    if (plan.asks === 'more') {
      const id = await this.ask(guard, booked + STAYED_MINUTES);
      await this.say('more hours agreed to', (key) =>
        customer.client.hours.agree({ params: { id }, idempotencyKey: key }),
      );
    }
    if (plan.asks === 'less') {
      const id = await this.ask(customer, booked - FEWER_MINUTES);
      await this.say('fewer hours agreed to', (key) =>
        guard.client.hours.agree({ params: { id }, idempotencyKey: key }),
      );
    }
    if (plan.asks === 'decided') {
      const id = await this.ask(customer, booked - FEWER_MINUTES);
      const params = { id };
      await this.say('fewer hours declined', (key) =>
        guard.client.hours.decline({ params, body: {}, idempotencyKey: key }),
      );
      const body = { workedMinutes: booked - FEWER_MINUTES / 3, reason: 'as the positions show it' };
      await this.say('hours decided', (key) => admin.client.hours.decide({ params, body, idempotencyKey: key }));
    }
  }

  /**
   * Until the money has followed; what is due then.
   * @param lostCents what a bank has taken back of `firstDueCents`: of that nothing is left to be given back
   */
  async settled(firstDueCents: number, lostCents: number): Promise<number> {
    const { cast, patience, plan, story } = this.stage;
    const job = await patience.insist('what is due by now', () =>
      cast.customer.client.jobs.get({ params: { id: story.jobId } }),
    );
    const due = job.dueAmountCents ?? 0;
    if (plan.owner === 'answers_once') return this.leaveOwing(due, firstDueCents);
    if (due < firstDueCents && plan.refundFate.startsWith('waits')) {
      // It is with the bank, for longer than anybody waits here.
      await this.refunds.isRefused('hours');
      return due;
    }
    const taken = lostCents > 0 ? Math.max(due, firstDueCents) : due;
    await patience.until(
      `the money for the hours, ${taken}`,
      () => this.cards.payUp('booking', 'hours'),
      ({ sum }) => sum.chargedCents - (sum.refundedCents - lostCents) === taken,
    );
    return due;
  }

  /** What was taken: a card may refuse it. */
  async tip(): Promise<number> {
    const { cast, patience, plan, story } = this.stage;
    const { tipCents: amountCents } = plan;
    if (amountCents === 0) return 0;
    // Hours that are given back later are agreed to in no time; the card may still be asked for what was booked.
    await this.cards.untilPaid('the charge of the job that is thanked for');
    const call = { params: { id: story.jobId }, body: { amountCents }, idempotencyKey: randomUUID() };
    const { id } = await patience.insist(`a tip of ${amountCents}`, () => cast.customer.client.payments.tip(call));
    const { items } = await patience.until(
      'the end of the tip',
      () => this.cards.payments(),
      (seen) => seen.items.some((item) => item.id === id && ['succeeded', 'failed'].includes(item.status)),
    );
    return items.some((item) => item.id === id && item.status === 'succeeded') ? amountCents : 0;
  }

  /** Their bank asks, and nobody is there; one that has declined for another reason was replaced by a card that pays. */
  private async leaveOwing(due: number, firstDueCents: number): Promise<number> {
    const { items } = await this.stage.patience.until(
      'the end of what the hours cost more',
      () => this.cards.payUp('booking'),
      (seen) => seen.items.some(({ purpose, status }) => purpose === 'hours' && OVER.includes(status)),
    );
    const isTaken = items.some(
      ({ type, purpose, status }) => type === 'charge' && purpose === 'hours' && status === 'succeeded',
    );
    this.owedCents = isTaken ? 0 : due - firstDueCents;
    return due;
  }

  private async ask({ client }: ChaosPerson, workedMinutes: number): Promise<string> {
    const { patience, story } = this.stage;
    const body = { kind: 'minutes' as const, workedMinutes, reason: 'it was otherwise' };
    const call = { params: { id: story.jobId }, body, idempotencyKey: randomUUID() };
    return (await patience.insist(`asks for ${workedMinutes} minutes`, () => client.hours.ask(call))).id;
  }

  /** With one key however often it is said. */
  private async say(what: string, step: (idempotencyKey: string) => Promise<unknown>): Promise<void> {
    const key = randomUUID();
    await this.stage.patience.insist(what, () => step(key));
  }
}
