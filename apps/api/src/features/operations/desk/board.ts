import { Injectable } from '@nestjs/common';
import { type Answer, type api, type BoardAction, type BoardKind, boardKind, type BoardRow } from '@aegis/contract';
import { fullName } from '../../identity/users/full-name.js';
import { GuardProfilesService } from '../../guard-profiles/guard-profiles.service.js';
import { type ConcernedJob, JobConcerns } from '../../jobs/job-concerns.js';
import { ReadHours } from '../../jobs/hours/hours-of-job.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { FindStuckMoney, type StuckMoney } from '../../payments/flow/stuck-money.js';
import { Alarms } from '../../tracking/alarms/alarms.js';
import { Silence } from '../../tracking/silence/silence.js';

/** More of one kind nobody works off one by one; how many there are is told beside them. */
const ROWS_OF_A_KIND = 50;

interface Found {
  rows: BoardRow[];
  count: number;
}

/** What needs somebody now: each kind from the feature that knows it. */
@Injectable()
export class Board {
  constructor(
    private readonly concerns: JobConcerns,
    private readonly jobs: JobsService,
    private readonly alarms: Alarms,
    private readonly silence: Silence,
    private readonly money: FindStuckMoney,
    private readonly guards: GuardProfilesService,
    private readonly hours: ReadHours,
  ) {}

  async read(): Promise<Answer<typeof api.desk.board>> {
    const [alarms, ofJobs, silent, money, papers, hours] = await Promise.all([
      this.calledForHelp(),
      this.concerns.find(ROWS_OF_A_KIND),
      this.silent(),
      this.stuckMoney(),
      this.papers(),
      this.hoursToDecide(),
    ]);
    const counts: Record<BoardKind, number> = {
      ...{ alarm: alarms.count, unfilled: 0, guard_late: 0, left_post: 0, over_time: 0 },
      ...Object.fromEntries(ofJobs.map(({ kind, count }) => [kind, count])),
      ...{ silent: silent.count, money: money.count, verification: papers.count, correction: hours.count },
    };
    const rows = [
      ...alarms.rows,
      ...ofJobs.map(rowOfConcern),
      ...silent.rows,
      ...money.rows,
      ...papers.rows,
      ...hours.rows,
    ];
    return { counts, rows: boardKind.options.flatMap((kind) => rows.filter((row) => row.kind === kind)) };
  }

  private async calledForHelp(): Promise<Found> {
    const { rows: open, count } = await this.alarms.unresolved(ROWS_OF_A_KIND);
    const titles = await this.jobs.titlesOf(open.map(({ jobId }) => jobId));
    return { rows: open.map(({ jobId, since }) => rowOf('alarm', jobSubject(jobId, titles), since, 'help')), count };
  }

  private async silent(): Promise<Found> {
    const silent = await this.silence.longest(ROWS_OF_A_KIND);
    const titles = await this.jobs.titlesOf(silent.map(({ jobId }) => jobId));
    const rows = silent.map(({ jobId, lastHeardAt }) =>
      rowOf('silent', jobSubject(jobId, titles), lastHeardAt, 'call_guard'),
    );
    return { rows, count: silent[0]?.count ?? 0 };
  }

  private async stuckMoney(): Promise<Found> {
    const stuck = await this.money.find();
    const shown = stuck.slice(0, ROWS_OF_A_KIND);
    const titles = await this.jobs.titlesOf(shown.map(({ jobId }) => jobId));
    const rows = shown.map(({ jobId, since, trouble, answerBy }) => ({
      ...rowOf('money', jobSubject(jobId, titles), since, actionFor(trouble)),
      trouble,
      answerBy,
    }));
    return { rows, count: stuck.length };
  }

  private async hoursToDecide(): Promise<Found> {
    const { corrections, count } = await this.hours.toDecide(ROWS_OF_A_KIND);
    const titles = await this.jobs.titlesOf(corrections.map(({ jobId }) => jobId));
    const rows = corrections.map(({ jobId, answeredAt, answerBy }) =>
      rowOf('correction', jobSubject(jobId, titles), answeredAt ?? answerBy, 'decide'),
    );
    return { rows, count };
  }

  private async papers(): Promise<Found> {
    const [{ items }, { waiting }] = await Promise.all([
      this.guards.waiting({ limit: ROWS_OF_A_KIND }),
      this.guards.counts(),
    ]);
    const rows = items.map((guard) =>
      rowOf('verification', { type: 'person', id: guard.userId, name: fullName(guard) }, guard.createdAt, 'verify'),
    );
    return { rows, count: waiting };
  }
}

const ACTION_OF: Record<ConcernedJob['kind'], BoardAction> = {
  unfilled: 'assign',
  guard_late: 'call_guard',
  left_post: 'call_guard',
  over_time: 'end_job',
};

const actionFor = (trouble: StuckMoney['trouble']): BoardAction =>
  trouble === 'hold_failed' || trouble === 'charge_failed' ? 'call_customer' : 'see_money';

const rowOf = (kind: BoardKind, subject: BoardRow['subject'], since: Date, action: BoardAction): BoardRow => ({
  ...{ kind, subject, since, action },
  startTime: null,
  answerBy: null,
  trouble: null,
});

const rowOfConcern = ({ kind, id, title, since, startTime }: ConcernedJob): BoardRow => ({
  ...rowOf(kind, { type: 'job', id, name: title }, since, ACTION_OF[kind]),
  startTime: kind === 'unfilled' ? startTime : null,
});

const jobSubject = (id: string, titles: Map<string, string>): BoardRow['subject'] => ({
  ...{ type: 'job', id },
  name: titles.get(id) ?? '',
});
