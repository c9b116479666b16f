import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { GuardProfilesService } from '../../guard-profiles/guard-profiles.service.js';
import { UsersService } from '../../identity/users/users.service.js';
import { JobsService } from '../../jobs/jobs.service.js';

/** Of jobs and of people: more is not looked through, but typed on. */
const FOUND = 8;

/** One box for what somebody says on the phone. */
@Injectable()
export class DeskSearch {
  constructor(
    private readonly jobs: JobsService,
    private readonly users: UsersService,
    private readonly guards: GuardProfilesService,
  ) {}

  async find(words: string): Promise<Answer<typeof api.desk.search>> {
    const [jobs, byName, licensed] = await Promise.all([
      this.jobs.search(words, FOUND),
      this.users.search(words, FOUND),
      this.guards.byLicense(words, FOUND),
    ]);
    const named = new Set(byName.map(({ id }) => id));
    const byLicense = await this.users.known(licensed.filter((id) => !named.has(id)));
    return { jobs, people: [...byName, ...byLicense.values()].slice(0, FOUND) };
  }
}
