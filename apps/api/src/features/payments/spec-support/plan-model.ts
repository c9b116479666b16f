import { DAY_MS, HOUR_MS, shift } from '../../../platform/clock/duration.js';
import type { BookedJob } from '../../jobs/jobs.service.js';
import { type JobMoney, keyOf, nextStep, payoutCentsOf, type Step } from '../flow/money-plan.js';
import { hasEnded, partsOf, splitRefund, sumOfParts } from '../rows/amounts.js';
import { amountToHold, creditOf, dueOnCard, partsOnCard } from '../rows/credit-money.js';
import { hoursToGiveBack, hoursToTake } from '../rows/hours-money.js';
import { guaranteedCentsOf, keepGuaranteed } from '../rows/guarantees.js';
import { bookingChargeOf, isOfCredit, type PaymentRow, payoutOf, refundsOf } from '../rows/payment-row.js';
import { charge, job, NOW, payout, refund } from './money-rows.js';

/** What becomes of a call to Stripe: it may be lost on the way there, or its answer on the way back. */
export type Luck = 'ok' | 'refused' | 'lost_before' | 'lost_after';

const RULES = { HOLD_AHEAD_DAYS: 4, GUARANTEE_MOST_CENTS: 50_000, GUARANTEE_AFTER_HOURS: 24 };
/** More steps than any job needs at once: a plan that asks for more never ends. */
const MOST_STEPS = 60;

/**
 * A job's money in memory, with a Stripe that remembers every key: what the steps do to the rows, told again in its simplest
 * form, so that the plan can be tried against any order of events.
 */
export class PlanModel {
  now = NOW;
  job: BookedJob = job({ status: 'requested', startTime: shift(NOW, HOUR_MS), endTime: shift(NOW, 3 * HOUR_MS) });
  rows: PaymentRow[] = [];
  scheduledHoldAt: Date | null = null;
  /** What the customer has left. */
  creditCents = 0;
  givenCents = 0;
  cardWorks = true;
  /** The most that was ever due: it may be taken before it is less. */
  mostDueCents = 0;
  accountIsReady = true;
  luck: () => Luck = () => 'ok';
  /** Every effect at Stripe by its idempotency key, with the cents it moved. */
  readonly effects = new Map<string, { kind: Step['do']; cents: number }>();
  private readonly answers = new Map<string, 'ok' | 'refused'>();
  private made = 0;

  get money(): JobMoney {
    const { job: booked, rows, scheduledHoldAt, creditCents } = this;
    return { job: booked, rows, scheduledHoldAt, creditCents };
  }

  /** Until nothing is to be done now. @returns when it is to be looked at again */
  round(): Date | null {
    const tried = new Set<string>();
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      const next = nextStep(this.money, this.now, RULES, tried);
      if (next.do === 'wait') return next.until;
      tried.add(keyOf(next));
      this.take(next);
    }
    throw new Error(`the plan does not end: ${[...tried].join(', ')}`);
  }

  centsOf(kind: Step['do']): number {
    return [...this.effects.values()].filter((done) => done.kind === kind).reduce((sum, { cents }) => sum + cents, 0);
  }

  countOf(kind: Step['do']): number {
    return [...this.effects.values()].filter((done) => done.kind === kind).length;
  }

  change(row: PaymentRow, change: Partial<PaymentRow>): void {
    this.rows = this.rows.map((each) => (each.id === row.id ? { ...each, ...change, updatedAt: this.now } : each));
  }

  add(row: PaymentRow): PaymentRow {
    const added = { ...row, id: `${row.type}-${++this.made}`, createdAt: this.now, updatedAt: this.now };
    this.rows = [...this.rows, added];
    return added;
  }

  /** The answer to a call; null when there was none. Asked again with its key, Stripe answers as it did. */
  private ask(key: string, kind: Step['do'], cents: number, canRefuse: boolean): 'ok' | 'refused' | null {
    const luck = this.luck();
    if (luck === 'lost_before') return null;
    const answer = this.answers.get(key) ?? (luck === 'refused' && canRefuse ? 'refused' : 'ok');
    this.answers.set(key, answer);
    if (answer === 'ok') this.effects.set(key, { kind, cents });
    return luck === 'lost_after' ? null : answer;
  }

  private take(step: Step): void {
    switch (step.do) {
      case 'schedule_hold':
        this.scheduledHoldAt = step.at;
        break;
      case 'place_hold':
        this.add(charge('pending', partsOnCard(this.job, this.rows, amountToHold(this.job, this.rows))));
        break;
      case 'renew_hold':
        this.add(charge('pending', { isCurrent: false, standsInFor: step.hold.id }));
        break;
      case 'cancel_unpaid':
        this.end('cancelled', 0);
        break;
      case 'look_up_hold':
        this.change(step.hold, { checkedAt: this.now });
        break;
      case 'confirm_hold':
        this.confirm(step.charge);
        break;
      case 'retire_hold':
        // Beside, it is let go of by a step of its own; another one takes its place.
        this.change(step.hold, { isCurrent: false });
        break;
      case 'release_hold':
        if (this.ask(`${step.hold.id}:release`, step.do, 0, false)) this.change(step.hold, { status: 'cancelled' });
        break;
      case 'use_credit':
        this.useCredit();
        break;
      case 'capture':
        this.capture(step.charge);
        break;
      case 'charge_more':
        this.add(charge('pending', { ...hoursToTake(this.job, this.rows), purpose: 'hours' }));
        break;
      case 'give_back':
        this.giveBack();
        break;
      case 'guarantee':
        this.guarantee(step.charge);
        break;
      case 'create_payout':
        this.createPayout(step.charge);
        break;
      case 'send_payout':
        this.send(step.payout);
        break;
      case 'give_refund':
        this.giveRefund(step.refund);
        break;
      case 'reverse_payout':
        if (this.ask(`${step.refund.id}:reversal`, step.do, step.refund.toReverseCents, false))
          this.change(step.refund, { toReverseCents: 0, reversedCents: step.refund.toReverseCents });
    }
  }

  /** As both have agreed, or an administrator has decided. */
  correctHours(dueAmountCents: number): void {
    if (this.job.status !== 'completed') return;
    this.job = { ...this.job, dueAmountCents };
    this.mostDueCents = Math.max(this.mostDueCents, dueAmountCents);
  }

  tip(cents: number): void {
    const parts = { amountCents: cents, platformFeeCents: 0, guardPayoutCents: cents };
    if (this.job.status === 'completed') this.add(charge('pending', { ...parts, purpose: 'tip' }));
  }

  end(status: 'completed' | 'cancelled', dueAmountCents: number): void {
    if (hasEnded(this.job)) return;
    this.job = { ...this.job, status, dueAmountCents, endedAt: this.now };
    this.mostDueCents = dueAmountCents;
  }

  private confirm(attempt: PaymentRow): void {
    const isHold = attempt.purpose === 'booking';
    const kind = isHold ? 'confirm_hold' : 'charge_more';
    const answer = this.ask(`${attempt.id}:hold`, kind, attempt.amountCents, !this.cardWorks);
    if (answer === 'refused')
      this.change(attempt, { status: 'failed', failedAt: this.now, mendBy: isHold ? this.job.startTime : null });
    if (answer !== 'ok') return;
    if (!isHold) return this.settle(attempt);
    const held = { status: 'authorized' as const, authorizedCents: attempt.amountCents };
    const captureBefore = shift(this.now, 4.75 * DAY_MS);
    const old = bookingChargeOf(this.rows);
    const takesOver = attempt.standsInFor !== null && old?.id === attempt.standsInFor && old.status === 'authorized';
    if (takesOver && !hasEnded(this.job)) {
      this.change(old, { isCurrent: false });
      this.change(attempt, { ...held, captureBefore, isCurrent: true });
    } else this.change(attempt, { ...held, captureBefore });
  }

  private capture(held: PaymentRow): void {
    const parts =
      held.status === 'processing'
        ? held
        : partsOnCard(this.job, this.rows, Math.min(dueOnCard(this.job, this.rows), held.authorizedCents ?? 0));
    const { amountCents, platformFeeCents, guardPayoutCents } = parts;
    this.change(held, { status: 'processing', amountCents, platformFeeCents, guardPayoutCents });
    if (!this.ask(`${held.id}:capture`, 'capture', amountCents, false)) return;
    this.settle(held);
  }

  private useCredit(): void {
    const cents = Math.min(this.creditCents, dueOnCard(this.job, this.rows));
    if (creditOf(this.rows) || cents === 0) throw new Error('credit is used once, and only for what is due');
    this.creditCents -= cents;
    const used = { ...partsOf(this.job, cents), purpose: 'credit' as const, succeededAt: this.now };
    this.createPayout(this.add(charge('succeeded', used)));
  }

  private settle({ id }: PaymentRow): void {
    const settled = (row: PaymentRow): PaymentRow => ({
      ...row,
      ...keepGuaranteed(row, row, this.rows),
      ...{ status: 'succeeded', succeededAt: this.now },
    });
    this.rows = this.rows.map((row) => (row.id === id ? settled(row) : row));
    const taken = this.rows.find((row) => row.id === id);
    if (taken) this.createPayout(taken);
  }

  private createPayout(taken: PaymentRow, retryAt: Date | null = null): void {
    const cents = payoutCentsOf(taken, this.rows);
    if (cents > 0 && this.job.guardId && !payoutOf(this.rows, taken.id))
      this.add(payout('pending', { amountCents: cents, guardPayoutCents: cents, retryAt, paidOutOf: taken.id }));
  }

  private guarantee({ id }: PaymentRow): void {
    const cents = guaranteedCentsOf(this, RULES);
    this.add(payout('pending', { amountCents: cents, guardPayoutCents: cents, paidOutOf: id, isGuarantee: true }));
  }

  private send(sent: PaymentRow): void {
    if (sent.status === 'pending' && !this.accountIsReady)
      return this.change(sent, { awaitsAccount: true, retryAt: shift(this.now, HOUR_MS) });
    this.change(sent, { status: 'processing', awaitsAccount: false, retryAt: null });
    const answer = this.ask(`${sent.id}:transfer`, 'send_payout', sent.amountCents, true);
    if (answer === 'ok') this.change(sent, { status: 'succeeded', stripeTransferId: sent.id });
    if (answer !== 'refused') return;
    this.change(sent, { status: 'failed' });
    for (const row of this.rows)
      if (row.refundOf === sent.paidOutOf && row.toReverseCents > 0) this.change(row, { toReverseCents: 0 });
    if (sent.isGuarantee) {
      this.add({ ...sent, status: 'pending', retryAt: shift(this.now, HOUR_MS / 4) });
      return;
    }
    const taken = this.rows.find((row) => row.id === sent.paidOutOf);
    if (taken) this.createPayout(taken, shift(this.now, HOUR_MS / 4));
  }

  /** As an administrator asks for it; nothing when there is nothing to give back. */
  requestRefund(share: number): void {
    const taken = bookingChargeOf(this.rows);
    if (!taken || (taken.status !== 'succeeded' && taken.status !== 'disputed')) return;
    const given = sumOfParts(refundsOf(this.rows, taken.id));
    const cents = Math.ceil((taken.amountCents - given.amountCents) * share);
    if (cents > 0) this.add(refund('pending', { ...splitRefund(taken, given, cents), refundOf: taken.id }));
  }

  private giveBack(): void {
    const back = hoursToGiveBack(this.job, this.rows);
    if (!back) throw new Error('there is nothing to give back');
    this.add(
      refund('pending', {
        ...back.parts,
        refundOf: back.charge.id,
        purpose: isOfCredit(back.charge) ? 'credit' : 'hours',
      }),
    );
  }

  private giveRefund(given: PaymentRow): void {
    const answer = isOfCredit(given) ? 'ok' : this.ask(`${given.id}:refund`, 'give_refund', given.amountCents, true);
    if (isOfCredit(given)) this.creditCents += given.amountCents;
    if (answer === 'refused') return this.change(given, { status: 'failed', failedAt: this.now });
    if (answer !== 'ok') return;
    const sent = payoutOf(this.rows, given.refundOf);
    const part = given.guardPayoutCents;
    this.change(given, { status: 'succeeded', toReverseCents: sent && sent.status !== 'pending' ? part : 0 });
    if (sent?.status === 'pending') {
      const left = sent.amountCents - part;
      this.change(sent, left > 0 ? { amountCents: left, guardPayoutCents: left } : { status: 'cancelled' });
    }
    this.closeCharge(given);
  }

  private closeCharge({ refundOf }: PaymentRow): void {
    const taken = this.rows.find((row) => row.id === refundOf);
    const given = refundsOf(this.rows, refundOf ?? '').filter((row) => row.status === 'succeeded');
    if (taken && sumOfParts(given).amountCents === taken.amountCents) this.change(taken, { status: 'refunded' });
  }
}
