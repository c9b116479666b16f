import { Injectable } from '@nestjs/common';
import type { MoneyTrouble } from '@aegis/contract';
import { DAY_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { StuckMoneyRepository, type StuckRow } from './stuck-money.repository.js';

export interface StuckMoney {
  jobId: string;
  trouble: MoneyTrouble;
  since: Date;
  /** Of a dispute: until when the bank takes an answer. */
  answerBy: Date | null;
}

/** Of refusals so many are looked at: those of jobs that nothing is due for any more concern nobody. */
const LOOKED_AT = 200;

/** Money that needs a person: it moves by itself no further, or nobody knows. */
@Injectable()
export class FindStuckMoney {
  constructor(
    private readonly repository: StuckMoneyRepository,
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  /** The longest stuck first; at most so many of each kind are looked at that a market in trouble cannot slow this down. */
  async find(): Promise<StuckMoney[]> {
    const { DESK_MONEY_REFUSED_DAYS } = this.platform.config.rules;
    const now = this.platform.clock.now();
    const [failed, unknown, disputed] = await Promise.all([
      this.repository.failed(shift(now, -DESK_MONEY_REFUSED_DAYS * DAY_MS), LOOKED_AT),
      this.unknown(),
      this.repository.disputed(LOOKED_AT),
    ]);
    const found = [
      ...(await this.refused(failed)),
      ...unknown.map(({ jobId, since }) => ({ jobId, since, trouble: 'outcome_unknown' as const, answerBy: null })),
      ...disputed.map((row) => ({ ...row, trouble: 'disputed' as const })),
    ];
    return found.sort((one, other) => one.since.getTime() - other.since.getTime());
  }

  /** Asked of the provider, and nothing was heard for too long. */
  unknown(): Promise<StuckRow[]> {
    const now = this.platform.clock.now();
    const before = shift(now, -this.platform.config.rules.DESK_MONEY_STUCK_MINUTES * MINUTE_MS);
    return this.repository.unknown(before, now, LOOKED_AT);
  }

  private async refused(failed: readonly StuckRow[]): Promise<StuckMoney[]> {
    const charges = failed.filter(({ type }) => type === 'charge').map(({ jobId }) => jobId);
    const [jobs, ended] = await Promise.all([this.jobs.followed(charges), this.jobs.endedAmong(charges)]);
    const owed = new Set(ended.filter(({ dueAmountCents }) => dueAmountCents > 0).map(({ id }) => id));
    const troubleOf = ({ type, jobId }: StuckRow): MoneyTrouble | null => {
      if (type === 'payout') return 'payout_failed';
      if (type === 'refund') return 'refund_failed';
      if (owed.has(jobId)) return 'charge_failed';
      const status = jobs.get(jobId)?.status;
      return status === 'completed' || status === 'cancelled' ? null : 'hold_failed';
    };
    return failed.flatMap((row) => {
      const trouble = troubleOf(row);
      return trouble ? [{ jobId: row.jobId, since: row.since, trouble, answerBy: null }] : [];
    });
  }
}
