import { Injectable } from '@nestjs/common';
import type { Answer, api, JobStatus } from '@aegis/contract';
import { lastDays } from '../../platform/clock/calendar.js';
import { Platform } from '../../platform/platform.js';
import { GuardProfilesService } from '../guard-profiles/guard-profiles.service.js';
import { JobFigures } from '../jobs/job-figures.js';
import { CandidatesService } from '../matching/candidates/candidates.service.js';
import { MoneyFigures } from '../payments/money-figures.js';

type Answered = Answer<typeof api.admin.overview>;
type State = Pick<
  Answered,
  'guardsAvailable' | 'guardsPendingVerification' | 'offersLive' | 'heldCents' | 'payoutsPendingCents'
>;

/** What meters are told. */
export interface Meters extends State {
  jobsOpen: Answered['jobsOpen'];
  /** By their state now. */
  bookedToday: Record<JobStatus, number>;
  chargedTodayCents: number;
}

/** The market at a glance, each figure from the feature that owns it. */
@Injectable()
export class Overview {
  constructor(
    private readonly jobFigures: JobFigures,
    private readonly guards: GuardProfilesService,
    private readonly matching: CandidatesService,
    private readonly money: MoneyFigures,
    private readonly platform: Platform,
  ) {}

  /** @param days how many of the calendar of `timeZone`, today included */
  async read({ days, timeZone }: { days: number; timeZone: string }): Promise<Answered> {
    const { clock } = this.platform;
    const calendar = lastDays(clock.now(), days, timeZone);
    const [from, until] = [calendar[0]?.from ?? clock.now(), calendar.at(-1)?.until ?? clock.now()];
    const [state, jobsOpen, searches, map, jobs, money] = await Promise.all([
      this.state(),
      this.jobFigures.open(),
      this.jobFigures.searches(from, until),
      this.jobFigures.onMap(),
      this.jobFigures.byDay(calendar),
      this.money.byDay(calendar),
    ]);
    const lines = calendar.map(({ day }, index) => ({
      day,
      jobs: jobs[index] ?? NO_JOBS,
      ...(money[index] ?? NO_MONEY),
    }));
    return { timeZone, ...state, jobsOpen, searches, map, days: lines };
  }

  /** For meters, which have no calendar: today is that of UTC. Asked every few seconds, so none of it reads what is long over. */
  async meters(): Promise<Meters> {
    const { clock, database } = this.platform;
    const today = lastDays(clock.now(), 1, 'UTC');
    const [state, jobsOpen, jobs, money] = await database.readElsewhere(() =>
      Promise.all([this.state(), this.jobFigures.open(), this.jobFigures.byDay(today), this.money.byDay(today)]),
    );
    return { ...state, jobsOpen, bookedToday: jobs[0] ?? NO_JOBS, chargedTodayCents: money[0]?.chargedCents ?? 0 };
  }

  private async state(): Promise<State> {
    const [guards, offersLive, money] = await Promise.all([
      this.guards.counts(),
      this.matching.countLiveOffers(),
      this.money.underWay(),
    ]);
    return {
      guardsAvailable: guards.available,
      guardsPendingVerification: guards.waiting,
      offersLive,
      ...money,
    };
  }
}

const NO_JOBS: Record<JobStatus, number> = { requested: 0, matched: 0, in_progress: 0, completed: 0, cancelled: 0 };
const NO_MONEY = { chargedCents: 0, paidOutCents: 0, refundedCents: 0 };
