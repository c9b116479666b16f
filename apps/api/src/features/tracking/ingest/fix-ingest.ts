import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Fix } from '@aegis/contract';
import { isDatabaseAway, refusalWhileAway } from '../../../platform/database/database-refusal.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Problem } from '../../../platform/http/problem.js';
import { Platform } from '../../../platform/platform.js';
import { GroupCommit, Overload } from './group-commit.js';
import { Ingest } from './ingest.js';
import type { Outcome, Receipt, Upload } from './upload.js';

const RETRY_AFTER_SECONDS = 2;

/** Takes uploads in: each answer comes after the commit of its fixes, and the commit is shared. */
@Injectable()
export class FixIngest implements OnApplicationShutdown {
  private readonly logger = new Logger('fix-ingest');
  private readonly group: GroupCommit<Upload, Outcome>;

  constructor(
    private readonly ingest: Ingest,
    private readonly platform: Platform,
  ) {
    const { rules } = platform.config;
    this.group = new GroupCommit<Upload, Outcome>(
      (uploads) => this.write(uploads),
      {
        keyOf: ({ guardId }) => guardId,
        weightOf: ({ fixes }) => fixes.length,
        now: () => performance.now(),
      },
      {
        groupWeight: rules.INGEST_GROUP_FIXES,
        waitingWeight: rules.INGEST_WAITING_FIXES,
        // The embedded engine has one connection; the rest of the pool is for everything else.
        groupsAtOnce: platform.config.databaseUrl ? rules.INGEST_GROUPS_AT_ONCE : 1,
        lingerMs: rules.INGEST_LINGER_MS,
        patienceMs: rules.INGEST_PATIENCE_MS,
      },
    );
  }

  /** Fixes that wait for a group. */
  get waiting(): number {
    return this.group.waitingWeight;
  }

  /** @throws 404 for a job of somebody else, 409 `not_tracked`, 503 when nothing was stored for now */
  async upload(caller: Caller, jobId: string, fixes: Fix[]): Promise<Receipt> {
    const outcome = await this.submit({ guardId: caller.userId, jobId, fixes, receivedAt: this.platform.clock.now() });
    if (outcome instanceof Problem) throw outcome;
    return outcome;
  }

  onApplicationShutdown(): Promise<void> {
    return this.group.drained();
  }

  private async submit(upload: Upload): Promise<Outcome> {
    try {
      return await this.group.submit(upload);
    } catch (error) {
      if (error instanceof Overload) throw httpErrors.problem('overloaded', { retryAfterSeconds: RETRY_AFTER_SECONDS });
      // The commit may have happened and its news been lost: nothing is acknowledged, and the phone sends it again.
      if (isDatabaseAway(error)) throw refusalWhileAway(true, RETRY_AFTER_SECONDS);
      throw error;
    }
  }

  /** What one upload makes impossible (its guard was erased a moment ago) must not be refused to all: then each goes alone. */
  private async write(uploads: Upload[]): Promise<Outcome[]> {
    try {
      return await this.ingest.write(uploads);
    } catch (error) {
      if (uploads.length === 1 || isDatabaseAway(error)) throw error;
      this.logger.warn(`${uploads.length} uploads are stored one by one: ${String(error)}`);
      const outcomes: Outcome[] = [];
      for (const upload of uploads) outcomes.push(await this.writeAlone(upload));
      return outcomes;
    }
  }

  private async writeAlone(upload: Upload): Promise<Outcome> {
    try {
      const [outcome] = await this.ingest.write([upload]);
      return outcome ?? httpErrors.problem('internal_error');
    } catch (error) {
      if (isDatabaseAway(error)) return refusalWhileAway(true, RETRY_AFTER_SECONDS);
      this.logger.error(error instanceof Error ? error.stack : String(error));
      return httpErrors.problem('internal_error');
    }
  }
}
