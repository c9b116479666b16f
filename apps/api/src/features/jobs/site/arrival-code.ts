import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import type { JobRow } from '../job-rows.js';
import { jobErrors } from '../jobs.errors.js';
import { JobsService } from '../jobs.service.js';
import { PresenceRepository } from './presence.repository.js';
import type { ProvedAt } from './proved-at.js';

const DIGITS = 6;
const MOST_TRIES = 5;

/**
 * Six digits that the customer sees and the guard asks them for at the door, where the phone has no good position. They are
 * made of the acceptance under a key of the server, so that nothing is stored which could be read.
 */
@Injectable()
export class ArrivalCode {
  constructor(
    private readonly jobs: JobsService,
    private readonly repository: PresenceRepository,
    private readonly platform: Platform,
  ) {}

  /** For the customer and administrators. @throws 409 while nobody is to come or is there */
  async show(caller: Caller, jobId: string): Promise<{ code: string; triesLeft: number }> {
    const job = await this.jobs.getFor(caller, jobId);
    if (job.status !== 'matched' && job.status !== 'in_progress') throw jobErrors.problem('job_moved_on');
    return { code: this.codesOf(job)[0] ?? '', triesLeft: MOST_TRIES - (await this.repository.codeTries(jobId)) };
  }

  /**
   * A try is written down before it is judged, and stays written down: twenty at once are five.
   * @throws 422 `wrong_code` with the tries that are left, `code_used_up` when there is none
   */
  async prove(job: JobRow, given: string): Promise<ProvedAt> {
    const tries = await this.repository.takeCodeTry(job.id);
    if (tries === null) throw jobErrors.problem('code_used_up');
    if (!this.codesOf(job).some((code) => timingSafeEqual(Buffer.from(code), Buffer.from(given))))
      throw jobErrors.problem('wrong_code', { facts: { triesLeft: MOST_TRIES - tries } });
    return { kind: 'code', at: this.platform.clock.now(), location: null };
  }

  /** Under every key there is: one that is being replaced was the newest when the customer looked. */
  private codesOf({ id, guardId, matchedAt }: JobRow): string[] {
    const { keys } = this.platform.config;
    if (!(keys instanceof KeyRing)) throw new Error('the configuration was used without its keys');
    const acceptance = `arrival code of ${id} ${guardId} ${matchedAt?.toISOString()}`;
    return keys.ids.map((key) => {
      const digest = createHmac('sha256', keys.key(key)).update(acceptance).digest();
      return String(digest.readUInt32BE(0) % 10 ** DIGITS).padStart(DIGITS, '0');
    });
  }
}
