import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { Database } from '../../../platform/database/database.js';
import { boolean } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { Platform } from '../../../platform/platform.js';
import type { Sighting } from '../fix-grading.js';
import type { NewFix } from '../tracking.repository.js';
import { DistributedHistory } from './distributed-history.js';
import { FixHistory, JobsChanged, type ReadJob, type Surroundings, type Watched } from './fix-history.js';
import { WholeHistory } from './whole-history.js';

/** How long a process may go on as before; `db distribute` waits for twice as long. */
export const HISTORY_LOOK_MS = 5 * SECOND_MS;

/**
 * A distributed table can have no key to one that is not, so `db distribute` drops both first and `db undistribute` restores them
 * last: whenever they are not there, statements have to be such that a distributed table takes them. An ordinary table takes them too.
 */
const PLACEMENT = statement({
  gives: { isDistributed: boolean(`to_regclass('location_history') IS NOT NULL AND count(*) < 2`) },
  text: (row) => `
    SELECT ${row} FROM pg_constraint WHERE conrelid = to_regclass('location_history') AND contype = 'f'`,
});

/** False also before the first migration. */
export const isHistoryDistributed = async (database: Database): Promise<boolean> =>
  (await database.row(PLACEMENT))?.isDistributed ?? false;

/** The history as the catalogue says that it lies now: whole, or distributed. */
@Injectable()
export class PlacedHistory extends FixHistory implements OnModuleInit {
  private isDistributed = false;

  constructor(
    private readonly whole: WholeHistory,
    private readonly distributed: DistributedHistory,
    private readonly database: Database,
    private readonly platform: Platform,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    await this.look();
    this.platform.schedule.inEveryProcess(HISTORY_LOOK_MS, 'history-placement', () => this.look());
  }

  async look(): Promise<void> {
    this.isDistributed = await isHistoryDistributed(this.database);
  }

  override get isHere(): boolean {
    return this.now.isHere;
  }

  override get provesJobs(): boolean {
    return this.now.provesJobs;
  }

  override around(wanted: readonly Surroundings[]): Promise<Sighting[][]> {
    return this.ask((history) => history.around(wanted));
  }

  override insert(fixes: readonly NewFix[], jobs: readonly ReadJob[]): Promise<Set<string> | null> {
    return this.ask((history) => history.insert(fixes, jobs));
  }

  override lastFixes(watched: readonly Watched[], recent: Date): Promise<Map<string, Date>> {
    return this.ask((history) => history.lastFixes(watched, recent));
  }

  private get now(): FixHistory {
    return this.isDistributed ? this.distributed : this.whole;
  }

  /** What fails because the history has just been distributed is done again in the other way. Nothing of it was stored. */
  private async ask<Answer>(question: (history: FixHistory) => Promise<Answer>): Promise<Answer> {
    const asked = this.now;
    try {
      return await question(asked);
    } catch (error) {
      if (asked === this.distributed || error instanceof JobsChanged) throw error;
      await this.look();
      if (asked === this.now) throw error;
      return question(this.now);
    }
  }
}
