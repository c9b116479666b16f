import { Injectable } from '@nestjs/common';
import type { PaymentStatus, TimelineDetails, TimelineKind } from '@aegis/contract';
import { Clock, Ids } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { EventQueue } from '../../../platform/queue/event-queue.js';
import type { AboutJob, EventKind } from '../../../platform/queue/events.js';
import { type Actor, SYSTEM, Timeline } from '../../../platform/timeline/timeline.js';
import { type BookedJob, JobsService } from '../../jobs/jobs.service.js';
import type { PaymentEntity } from './payment.entity.js';
import { paymentErrors } from './payments.errors.js';
import { type NewPayment, type PaymentChange, PaymentsRepository } from './payments.repository.js';
import { canMove } from './payments.states.js';

/** What the timeline says of a change. */
export interface Told<Kind extends TimelineKind> {
  type: Kind;
  actor?: Actor;
  details: TimelineDetails<Kind>;
}

type Attempt = Omit<NewPayment, 'id' | 'createdAt'>;

/** A job and all its rows of money, at the beginning of a turn: while its row is held nobody else changes them. */
export interface Turn {
  job: BookedJob;
  rows: readonly PaymentEntity[];
}

/** The database's side of every step of money: one at a time for a job, with its row on the timeline. */
@Injectable()
export class PaymentChanges {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly jobs: JobsService,
    private readonly timeline: Timeline,
    private readonly queue: EventQueue,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Runs `work` in a transaction that holds the job's row: the handler of an event, its second delivery and a webhook
   * about the same money come one after the other, and each sees what the one before has written.
   */
  inTurn<T>(jobId: string, work: (job: BookedJob) => Promise<T>): Promise<T> {
    return this.database.transaction(async () => work(await this.jobs.lockBooking(jobId)));
  }

  /** `inTurn` with the row, and what is beside it, as they are then. */
  inTurnOf<T>(payment: PaymentEntity, work: (fresh: PaymentEntity, turn: Turn) => Promise<T>): Promise<T> {
    return this.inTurn(payment.jobId, async (job) => {
      const rows = await this.repository.ofJob(job.id);
      const fresh = rows.find((row) => row.id === payment.id);
      if (!fresh) throw new Error(`payment ${payment.id} is gone, and money rows are never deleted`);
      return work(fresh, { job, rows });
    });
  }

  /** Writes an attempt down before the provider hears of it. @throws 409 when the job has a living one already. */
  async begin(payment: Attempt): Promise<PaymentEntity> {
    const row = await this.beginUnlessLive(payment);
    if (!row) throw paymentErrors.problem('payment_moved_on');
    return row;
  }

  /** The same without a turn: the database allows one living charge or payout for a job, and null tells that there is one. */
  beginUnlessLive(payment: Attempt): Promise<PaymentEntity | null> {
    return this.repository.insert({ ...payment, id: this.ids.next(), createdAt: this.clock.now() });
  }

  /** @throws 409 when the row has left the state it was read in. */
  async move<Kind extends TimelineKind>(
    payment: PaymentEntity,
    to: PaymentStatus,
    change: PaymentChange,
    told?: Told<Kind>,
  ): Promise<PaymentEntity> {
    const moved = await this.moveIfStill(payment, to, change, told);
    if (!moved) throw paymentErrors.problem('payment_moved_on');
    return moved;
  }

  /**
   * Null when the row has left the state it was read in. The statement itself asks for that state, so that a step which
   * reads nothing else needs no turn; with something to tell it needs a transaction.
   */
  async moveIfStill<Kind extends TimelineKind>(
    payment: PaymentEntity,
    to: PaymentStatus,
    change: PaymentChange,
    told?: Told<Kind>,
  ): Promise<PaymentEntity | null> {
    if (!canMove(payment.status, to)) return null;
    const moved = await this.repository.move(payment, to, { ...change, ...this.times(payment, to) });
    if (moved && told) await this.tell(payment.jobId, { ...told, details: { ...told.details, paymentId: payment.id } });
    return moved;
  }

  /** One transaction without the job's turn, for moves that are guarded by the state of their own row alone. */
  together<T>(work: () => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  async tell<Kind extends TimelineKind>(jobId: string, told: Told<Kind>): Promise<void> {
    await this.timeline.record({ subject: { jobId }, actor: SYSTEM, ...told });
  }

  /** To the reactions of this feature and of those beside it. */
  publish(event: EventKind<AboutJob>, jobId: string, startAfter?: Date): Promise<void> {
    return this.queue.publish(event, { jobId }, startAfter);
  }

  /** True when the job's timeline has this already: for steps that leave no row of their own. */
  async wasTold(jobId: string, type: TimelineKind): Promise<boolean> {
    return (await this.timeline.ofJob(jobId)).some((row) => row.type === type);
  }

  /** The first success stays the one: a dispute that was won does not move the money a second time. */
  private times(payment: PaymentEntity, to: PaymentStatus): PaymentChange {
    if (to === 'succeeded') return { succeededAt: payment.succeededAt ?? this.clock.now() };
    return to === 'failed' ? { failedAt: this.clock.now() } : {};
  }
}
