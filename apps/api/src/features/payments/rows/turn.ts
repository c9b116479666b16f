import type { PaymentStatus, TimelineDetails, TimelineKind } from '@aegis/contract';
import type { Actor } from '../../../platform/timeline/timeline.js';
import type { BookedJob } from '../../jobs/jobs.service.js';
import type { JobMoney } from '../flow/money-plan.js';
import type { PaymentRow } from './payment-row.js';
import { paymentErrors } from './payments.errors.js';
import type { NewPayment, PaymentChange } from './payments.repository.js';

/** What the timeline says of a change. */
export interface Told<Kind extends TimelineKind> {
  type: Kind;
  actor?: Actor;
  details: TimelineDetails<Kind>;
}

export type Attempt = Omit<NewPayment, 'id' | 'createdAt'>;

/** The database's side of a turn; see `PaymentChanges`. */
export interface PaymentWriter {
  insert(payment: Attempt): Promise<PaymentRow | null>;
  moveIfStill<Kind extends TimelineKind>(
    payment: PaymentRow,
    to: PaymentStatus,
    change: PaymentChange,
    told?: Told<Kind>,
  ): Promise<PaymentRow | null>;
  note(payment: PaymentRow, change: PaymentChange): Promise<PaymentRow>;
  tell<Kind extends TimelineKind>(jobId: string, told: Told<Kind>): Promise<void>;
}

/**
 * A job and all its rows of money while the job's row is held: nobody else changes them. Each change is written at once, and
 * the rows here follow it, so that what comes next sees it without reading again.
 */
export class Turn {
  constructor(
    readonly job: BookedJob,
    private known: readonly PaymentRow[],
    private readonly changes: PaymentWriter,
  ) {}

  /** Oldest first. */
  get rows(): readonly PaymentRow[] {
    return this.known;
  }

  /** Without what is beside job and rows: whoever goes on keeps that as it was read. */
  get money(): JobMoney {
    return { job: this.job, rows: this.known, scheduledHoldAt: null, creditCents: 0 };
  }

  row(id: string): PaymentRow {
    const found = this.known.find((row) => row.id === id);
    if (!found) throw new Error(`payment ${id} is gone, and money rows are never deleted`);
    return found;
  }

  /** Writes an attempt down before the provider hears of it. @throws 409 when the job has a living one already. */
  async begin(payment: Omit<Attempt, 'jobId'>): Promise<PaymentRow> {
    const row = await this.changes.insert({ ...payment, jobId: this.job.id });
    if (!row) throw paymentErrors.problem('payment_moved_on');
    this.known = [...this.known, row];
    return row;
  }

  /** @throws 409 when the row cannot go there from the state it is in. */
  async move<Kind extends TimelineKind>(
    payment: PaymentRow,
    to: PaymentStatus,
    change: PaymentChange,
    told?: Told<Kind>,
  ): Promise<PaymentRow> {
    const moved = await this.changes.moveIfStill(payment, to, change, told);
    if (!moved) throw paymentErrors.problem('payment_moved_on');
    return this.keep(moved);
  }

  /** Writes down what became known of a row without moving it. */
  async note(payment: PaymentRow, change: PaymentChange): Promise<PaymentRow> {
    return this.keep(await this.changes.note(payment, change));
  }

  tell<Kind extends TimelineKind>(told: Told<Kind>): Promise<void> {
    return this.changes.tell(this.job.id, told);
  }

  private keep(row: PaymentRow): PaymentRow {
    this.known = this.known.map((known) => (known.id === row.id ? row : known));
    return row;
  }
}
