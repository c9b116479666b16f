import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../../../platform/clock/duration.js';
import { type FollowedJobInState, JobsService } from '../../jobs/jobs.service.js';
import { FixHistory } from '../history/fix-history.js';

/** About 600 bytes each. */
const REMEMBERED_JOBS = 50_000;
/** Longer than a phone waits between two uploads; what is remembered is proved at every use, however old it is. */
const REMEMBERED_MS = 10 * MINUTE_MS;

/**
 * Jobs of guards who have just sent fixes, so that a fix need not ask for its job. What is remembered may be out of date, so
 * nothing rests on it alone: fixes are taken by it only in a statement that finds the job's row to be still the same, and refused
 * by it never.
 */
@Injectable()
export class KnownJobs {
  private readonly byId = new LRUCache<string, FollowedJobInState>({ max: REMEMBERED_JOBS, ttl: REMEMBERED_MS });

  constructor(
    private readonly jobs: JobsService,
    private readonly history: FixHistory,
  ) {}

  /** What of `ids` exists; `fresh` are those that were read just now. */
  async of(ids: readonly string[]): Promise<{ jobs: Map<string, FollowedJobInState>; fresh: Set<string> }> {
    const jobs = new Map<string, FollowedJobInState>();
    const fresh = new Set<string>();
    for (const id of ids) {
      // Where storing does not prove it, as in statements of one guard on a distributed table, each upload asks first.
      const known = this.history.provesJobs ? this.byId.get(id) : undefined;
      if (known) jobs.set(id, known);
      else fresh.add(id);
    }
    for (const [id, job] of await this.read([...fresh])) jobs.set(id, job);
    return { jobs, fresh };
  }

  /** As they are now. */
  async read(ids: readonly string[]): Promise<Map<string, FollowedJobInState>> {
    if (ids.length === 0) return new Map();
    for (const id of ids) this.byId.delete(id);
    const read = await this.jobs.followed(ids);
    for (const [id, job] of read) this.byId.set(id, job);
    return read;
  }
}
