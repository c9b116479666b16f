import { Injectable } from '@nestjs/common';
import { Overtaken } from '../../../platform/database/overtaken.js';
import { Platform } from '../../../platform/platform.js';
import { Commitments } from '../../identity/users/commitments.js';
import { LetGo, type PartyChange } from './let-go.js';
import { PartiesRepository } from './parties.repository.js';

/**
 * Changes of a person, with what follows for the jobs they are a party of. Locks are taken in the order job, offer, person,
 * profile, payment: the jobs that the person has are held first, then `change` locks the person. A job that they came to have
 * between the two is taken without waiting; where somebody else holds it, everything is done again.
 * See docs/decisions/0095-people-and-their-jobs.md.
 */
@Injectable()
export class JobCommitments extends Commitments {
  constructor(
    private readonly parties: PartiesRepository,
    private readonly letGo: LetGo,
    private readonly platform: Platform,
  ) {
    super();
  }

  override async during<T>(about: PartyChange, change: () => Promise<T>): Promise<T> {
    return this.platform.database.transaction(async () => {
      const held = await this.parties.holdOpenOf(about.userId);
      const result = await change();
      for (const jobId of await this.holdNewcomers(about.userId, held)) await this.letGo.job(jobId, about);
      await this.letGo.offers(about);
      return result;
    });
  }

  /** All that the person has now; nothing can be added while their row is locked. */
  private async holdNewcomers(userId: string, held: readonly string[]): Promise<string[]> {
    const newcomers = (await this.parties.openOf(userId)).filter((id) => !held.includes(id));
    if (newcomers.length === 0) return [...held];
    if ((await this.parties.holdFree(newcomers)).length < newcomers.length)
      throw new Overtaken(`${userId} has come to a job that somebody else holds`);
    return [...held, ...newcomers].sort();
  }
}
