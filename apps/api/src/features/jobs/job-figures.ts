import { Injectable } from '@nestjs/common';
import { type Answer, type api, type JobStatus, openJobStatus } from '@aegis/contract';
import { boundsOf, type CalendarDay } from '../../platform/clock/calendar.js';
import { type JobOnMap, JobFiguresRepository, type Searches } from './job-figures.repository.js';

type Overview = Answer<typeof api.admin.overview>;

/** More marks lie upon each other on any screen. */
const JOBS_ON_MAP = 500;

/** Figures over all jobs, for those who watch over the market. */
@Injectable()
export class JobFigures {
  constructor(private readonly repository: JobFiguresRepository) {}

  /** For each of the days, which follow each other, its jobs by state. */
  async byDay(days: readonly CalendarDay[]): Promise<Record<JobStatus, number>[]> {
    const lines = days.map(() => ({ requested: 0, matched: 0, in_progress: 0, completed: 0, cancelled: 0 }));
    for (const { day, status, jobs } of await this.repository.byDay(boundsOf(days))) {
      const line = lines[day - 1];
      if (line) line[status] = jobs;
    }
    return lines;
  }

  searches(from: Date, until: Date): Promise<Searches> {
    return this.repository.searches(from, until);
  }

  async open(): Promise<Overview['jobsOpen']> {
    return counted(openJobStatus.options, await this.repository.openByStatus(), ({ status, jobs }) => [status, jobs]);
  }

  onMap(): Promise<JobOnMap[]> {
    return this.repository.onMap(JOBS_ON_MAP);
  }
}

/** 0 for what no row tells of. */
function counted<Name extends string, Row>(
  names: readonly Name[],
  rows: readonly Row[],
  entryOf: (row: Row) => readonly [Name, number],
): Record<Name, number> {
  const counts = new Map(rows.map(entryOf));
  // The keys are those of the list: Object.fromEntries gives them as strings.
  return Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0])) as Record<Name, number>;
}
