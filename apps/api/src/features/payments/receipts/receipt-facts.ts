import { Injectable } from '@nestjs/common';
import type { HoursOfJob } from '@aegis/contract';
import type { HoursBody, RecordedTime } from '@aegis/receipt';
import { zoneOfPlace } from '../../../platform/clock/zone-of-place.js';
import { ReadHours } from '../../jobs/hours/hours-of-job.js';
import type { JobRow } from '../../jobs/job-rows.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { StoredFixes } from '../../jobs/site/stored-fixes.js';
import type { PaymentRow } from '../rows/payment-row.js';
import { isSettled } from '../rows/payments.states.js';
import { PaymentsRepository } from '../rows/payments.repository.js';

/** What an entry says beside its place in the chain and what it commits to. */
export type Facts = Pick<HoursBody, 'booked' | 'worked' | 'dueCents' | 'corrections' | 'payments'>;

/** What is committed to, and whose it is: with that person its salt goes. */
export interface Personal {
  label: string;
  personId: string;
  value: unknown;
}

/** Reads what the receipt of a job that has ended tells, and what it only commits to. */
@Injectable()
export class ReceiptFacts {
  constructor(
    private readonly jobs: JobsService,
    private readonly hours: ReadHours,
    private readonly fixes: StoredFixes,
    private readonly payments: PaymentsRepository,
  ) {}

  hoursOf(job: JobRow): Promise<HoursOfJob> {
    return this.hours.ofJob(job);
  }

  /** @param hours as `hoursOf` gives them, which are read once for all that is told and committed to */
  async of(job: JobRow, hours: HoursOfJob): Promise<Facts> {
    const rows = await this.payments.ofJob(job.id);
    return {
      booked: {
        from: job.startTime.toISOString(),
        until: job.endTime.toISOString(),
        timeZone: zoneOfPlace(job.location),
        cents: job.totalAmountCents,
        hourlyRateCents: job.hourlyRateCents,
        currency: 'usd',
      },
      worked: workedOf(job, hours),
      dueCents: job.dueAmountCents ?? 0,
      corrections: hours.corrections.map((one) => ({
        ...{ id: one.id, kind: one.kind, outcome: one.status, askedBy: one.askedBy },
        ...{ fromMinutes: one.fromMinutes, toMinutes: one.toMinutes, fromCents: one.fromCents, toCents: one.toCents },
        askedAt: one.askedAt.toISOString(),
        closedAt: (one.decidedAt ?? one.answeredAt)?.toISOString() ?? null,
        ...{ decidedMinutes: one.decidedMinutes, decidedCents: one.decidedCents },
      })),
      payments: rows.filter(({ status }) => isSettled(status)).map(paymentOf),
    };
  }

  /** Names, the place, people's words, positions: what is known of them now. */
  async personalOf(job: JobRow, { corrections }: HoursOfJob): Promise<Personal[]> {
    const { customerId, guardId, customerName, guardName, locationAddress: address, location } = job;
    return [
      { label: 'customer.name', personId: customerId, value: customerName },
      { label: 'place', personId: customerId, value: { address, ...location } },
      ...(guardId === null ? [] : [{ label: 'guard.name', personId: guardId, value: guardName }]),
      ...(await this.positionsOf(job)),
      ...corrections.flatMap(({ id, askedBy, reason }) => {
        const personId = askedBy === 'customer' ? customerId : guardId;
        return personId === null ? [] : [{ label: `reason.${id}`, personId, value: reason }];
      }),
    ];
  }

  /** As the record was made from them: moments and distances from the site. None once they are not kept any more. */
  private async positionsOf(job: JobRow): Promise<Personal[]> {
    const { guardId, location, startedAt, completedAt } = job;
    if (guardId === null || !startedAt || !completedAt) return [];
    const fixes = await this.fixes.between({ guardId, jobId: job.id, location }, startedAt, completedAt);
    if (fixes.length === 0) return [];
    const value = fixes.map(({ recordedAt, distanceMeters, accuracyMeters }) => [
      ...[recordedAt.toISOString(), Math.round(distanceMeters), Math.round(accuracyMeters)],
    ]);
    return [{ label: 'positions', personId: guardId, value }];
  }

  /** The job while its row is held. */
  lock(jobId: string): Promise<JobRow> {
    return this.jobs.lock(jobId);
  }
}

function workedOf(job: JobRow, hours: HoursOfJob): Facts['worked'] {
  const { record, workedMinutes, billedMinutes, why } = hours;
  const time = timeOf(job, hours);
  if (!record || !time || !job.endedBy || workedMinutes === null || billedMinutes === null || why === null) return null;
  return {
    time,
    endedBy: job.endedBy,
    recordedMinutes: record.workedMinutes,
    recordedCents: record.dueAmountCents,
    ...{ workedMinutes, billedMinutes, why },
  };
}

/** Null while there is no record. */
export function timeOf({ startedAt, completedAt }: JobRow, { record }: HoursOfJob): RecordedTime | null {
  if (!record || !startedAt || !completedAt) return null;
  const pieces = record.intervals.map(({ beginsAt, endsAt, kind, fixes }) => ({
    ...{ from: beginsAt.toISOString(), until: endsAt.toISOString(), kind, fixes },
  }));
  return { from: startedAt.toISOString(), until: completedAt.toISOString(), pieces };
}

const paymentOf = (row: PaymentRow): Facts['payments'][number] => ({
  ...{ id: row.id, type: row.type, purpose: row.purpose, status: row.status },
  ...{ cents: row.amountCents, platformCents: row.platformFeeCents, guardCents: row.guardPayoutCents },
  takenBackCents: row.reversedCents,
  at: (row.succeededAt ?? row.createdAt).toISOString(),
});
