import { Injectable } from '@nestjs/common';
import type { PaymentStatus, TimelineKind } from '@aegis/contract';
import { Platform } from '../../../platform/platform.js';
import { SYSTEM } from '../../../platform/timeline/timeline.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { CreditsRepository } from '../credits/credits.repository.js';
import { heldFrom, type JobMoney, mayUseCredit } from '../flow/money-plan.js';
import { hasEnded } from './amounts.js';
import { bookingChargeOf, type PaymentRow } from './payment-row.js';
import { paymentErrors } from './payments.errors.js';
import { type PaymentChange, PaymentsRepository } from './payments.repository.js';
import { canMove } from './payments.states.js';
import { RecordedRows } from './recorded-rows.js';
import { type Attempt, type PaymentWriter, type Told, Turn } from './turn.js';

/** The database's side of every step of money: one at a time for a job, with its row on the timeline. */
@Injectable()
export class PaymentChanges implements PaymentWriter {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly jobs: JobsService,
    private readonly recorded: RecordedRows,
    private readonly credits: CreditsRepository,
    private readonly platform: Platform,
  ) {}

  /** All that the plan of a job's money is made from, without a lock. */
  async read(jobId: string): Promise<JobMoney> {
    const [job, rows] = await Promise.all([this.jobs.booking(jobId), this.repository.ofJob(jobId)]);
    const isHeldLater = this.platform.clock.now() < heldFrom(job, this.platform.config.rules);
    const mayBeScheduled = isHeldLater && !hasEnded(job) && bookingChargeOf(rows) === null;
    return {
      ...{ job, rows },
      scheduledHoldAt: mayBeScheduled ? await this.repository.scheduledHoldAt(jobId) : null,
      creditCents: mayUseCredit({ job, rows }) ? await this.credits.availableCents(job.customerId) : 0,
    };
  }

  /**
   * Runs `work` in a transaction that holds the job's row: the handler of an event, its second delivery and a webhook
   * about the same money come one after the other, and each sees what the one before has written.
   */
  inTurn<T>(jobId: string, work: (turn: Turn) => Promise<T>): Promise<T> {
    return this.platform.database.transaction(async () => {
      const job = await this.jobs.lockBooking(jobId);
      return work(new Turn(job, await this.repository.ofJob(jobId), this));
    });
  }

  /** `inTurn` with the row as it is then; gives the job's money as it is after it. */
  recordOn(payment: PaymentRow, work: (fresh: PaymentRow, turn: Turn) => Promise<unknown>): Promise<JobMoney> {
    return this.inTurn(payment.jobId, async (turn) => {
      await work(turn.row(payment.id), turn);
      return turn.money;
    });
  }

  /** Null when the database has a living one of this type for the job already. */
  insert(payment: Attempt): Promise<PaymentRow | null> {
    return this.repository.insert({ ...payment, id: this.platform.ids.next(), createdAt: this.platform.clock.now() });
  }

  /**
   * The row after it; null when it has left the state it was read in. The statement itself asks for that state, so that a
   * step which reads nothing else needs no turn; with something to tell it needs a transaction.
   */
  async moveIfStill<Kind extends TimelineKind>(
    payment: PaymentRow,
    to: PaymentStatus,
    change: PaymentChange,
    told?: Told<Kind>,
  ): Promise<PaymentRow | null> {
    if (!canMove(payment.status, to)) return null;
    const moved = await this.repository.move(payment, to, { ...change, ...this.factsOf(payment, to) });
    if (moved) this.recorded.remember(moved);
    if (moved && told) await this.tell(payment.jobId, { ...told, details: { ...told.details, paymentId: payment.id } });
    return moved;
  }

  /** Writes down what became known of a row without moving it. @throws 409 when it has left the state it was read in. */
  async note(payment: PaymentRow, change: PaymentChange): Promise<PaymentRow> {
    const noted = await this.repository.note(payment, change);
    if (!noted) throw paymentErrors.problem('payment_moved_on');
    this.recorded.remember(noted);
    return noted;
  }

  /** One transaction without the job's turn, for moves that are guarded by the state of their own row alone. */
  together<T>(work: () => Promise<T>): Promise<T> {
    return this.platform.database.transaction(work);
  }

  async tell<Kind extends TimelineKind>(jobId: string, told: Told<Kind>): Promise<void> {
    await this.platform.timeline.record({ subject: { jobId }, actor: SYSTEM, ...told });
  }

  /** What a state brings with it. The first success stays the one: a dispute that was won does not move the money again. */
  private factsOf(payment: PaymentRow, to: PaymentStatus): PaymentChange {
    const left: PaymentChange = {
      ...(payment.awaitsAccount && { awaitsAccount: false }),
      ...(payment.retryAt && { retryAt: null }),
    };
    if (to === 'succeeded') return { ...left, succeededAt: payment.succeededAt ?? this.platform.clock.now() };
    return to === 'failed' ? { ...left, failedAt: this.platform.clock.now() } : left;
  }
}
