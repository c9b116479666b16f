import { Injectable } from '@nestjs/common';
import type { api, Answer } from '@aegis/contract';
import { Platform } from '../../platform/platform.js';
import { UsersService } from '../identity/users/users.service.js';
import { JobsService } from '../jobs/jobs.service.js';

type Named = Answer<typeof api.admin.auditLog>['items'][number];

/** The audit log as people read it. The log itself holds ids alone: names are those of now, and of an erased person the one that everybody erased has. */
@Injectable()
export class NamedAudit {
  constructor(
    private readonly users: UsersService,
    private readonly jobs: JobsService,
    private readonly platform: Platform,
  ) {}

  /** @param before the position of the entry above; null: from the newest */
  async list(before: number | null, limit: number): Promise<Named[]> {
    const entries = await this.platform.audit.list(before, limit);
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
}
