import { Injectable } from '@nestjs/common';
import type { api, Answer } from '@aegis/contract';
import type { AuditFilter } from '../../platform/audit/audit-log.js';
import { Platform } from '../../platform/platform.js';
import { UsersService } from '../identity/users/users.service.js';
import { JobsService } from '../jobs/jobs.service.js';

/** Of people and of jobs: whoever means one of more types on. */
export const MOST_SOUGHT = 100;

type Named = Answer<typeof api.admin.auditLog>['items'][number];

/** The audit log as people read it. The log itself holds ids alone: names are those of now, and of an erased person the one that everybody erased has. */
@Injectable()
export class NamedAudit {
  constructor(
    private readonly users: UsersService,
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  /** @param words beginnings of names of people and titles of jobs, or the id of a job */
  async list({ words, ...filter }: Omit<AuditFilter, 'of'> & { words?: string }, limit: number): Promise<Named[]> {
    const of = words === undefined ? null : await this.sought(words);
    const entries = await this.platform.audit.list({ ...filter, of }, limit);
    const subjects = entries.map(({ subjectId }) => subjectId).filter((id) => id !== null);
    const actors = entries.map(({ actorId }) => actorId).filter((id) => id !== null);
    const [people, titles] = await Promise.all([
      this.users.known([...new Set([...actors, ...subjects])]),
      this.jobs.titlesOf([...new Set(subjects)]),
    ]);
    const subjectOf = (id: string): Named['subject'] => {
      const person = people.get(id);
      if (person) return { type: 'person', name: person.name };
      const title = titles.get(id);
      return title === undefined ? null : { type: 'job', name: title };
    };
    return entries.map((entry) => ({
      ...entry,
      actorName: entry.actorId === null ? null : (people.get(entry.actorId)?.name ?? null),
      subject: entry.subjectId === null ? null : subjectOf(entry.subjectId),
    }));
  }

  private async sought(words: string): Promise<string[]> {
    const [people, jobs] = await Promise.all([
      this.users.search(words, MOST_SOUGHT),
      this.jobs.search(words, MOST_SOUGHT),
    ]);
    return [...people, ...jobs].map(({ id }) => id);
  }
}
