import { Injectable } from '@nestjs/common';
import type { Answer, api } from '@aegis/contract';
import { SECOND_MS } from '../../platform/clock/duration.js';
import { within } from '../../platform/clock/patience.js';
import { pendingMigrations } from '../../platform/database/migrations.js';
import { refuseOtherSettings } from '../../platform/database/session-check.js';
import { Platform } from '../../platform/platform.js';
import { RedisConnection } from '../../platform/redis/redis.module.js';
import { ProviderState } from '../payments/stripe/provider-state.js';
import { LocationPartitions } from '../tracking/location-partitions.js';

type Check = Answer<typeof api.operations.ready>['checks'][number];

/** Less than figures are given, of which this is one: what does not answer is to be seen as that, and not as no figure. */
const PATIENCE_MS = 4 * SECOND_MS;

/** Says whether this process can do its work, and what is missing when it cannot. */
@Injectable()
export class Health {
  private stopping = false;

  constructor(
    private readonly partitions: LocationPartitions,
    private readonly redis: RedisConnection,
    private readonly provider: ProviderState,
    private readonly platform: Platform,
  ) {}

  /** From now on not ready: load balancers send nothing new while requests under way are finished. */
  stop(): void {
    this.stopping = true;
  }

  async ready(): Promise<Answer<typeof api.operations.ready>> {
    const { replicas } = this.platform;
    // All at once: what does not answer is waited for, and whoever asks does not wait for that several times over.
    const checks = await Promise.all([
      Promise.resolve({ name: 'process', ok: !this.stopping, ...(this.stopping && { detail: 'is stopping' }) }),
      this.check('database', () => this.databaseServes()),
      this.check('schema', () => this.schemaIsCurrent()),
      this.check('location-retention', () => this.retentionWarning()),
      this.check('location-partitions', () => this.partitionsWarning()),
      this.check('scheduled-work', () => this.failingWork()),
      this.check('queue', () => this.platform.queue.check()),
      this.check('payments', () => this.provider.check()),
      ...(replicas.states.length > 0 ? [this.check('replicas', () => this.replicaWarning())] : []),
      ...(this.redis.client ? [this.check('redis', () => this.redisWarning())] : []),
    ]);
    return { status: checks.every((check) => check.ok) ? 'ok' : 'failing', checks };
  }

  /** On the embedded engine there is no pooler that could have lost the settings. */
  private async databaseServes(): Promise<void> {
    const { database } = this.platform;
    if (database.isEmbedded) await database.run('SELECT 1');
    else await refuseOtherSettings(database);
  }

  private async schemaIsCurrent(): Promise<void> {
    const pending = await pendingMigrations(this.platform.database.manager.dataSource);
    if (pending.length > 0)
      throw new Error(`${pending.length} migrations are not applied: run "npm run db -- migrate"`);
  }

  /** The process can serve without it: a warning for a person, and no reason to send requests elsewhere. */
  private async retentionWarning(): Promise<string | undefined> {
    const since = await this.partitions.overdueSince();
    return since ? `no run has succeeded since ${since.toISOString()}: positions may be kept too long` : undefined;
  }

  /** The same for every process, so that sending requests elsewhere would help nobody. */
  private async partitionsWarning(): Promise<string | undefined> {
    const missing = await this.partitions.missingSoon();
    if (missing.length === 0) return undefined;
    return `none for ${missing.join(', ')}: positions of these days cannot be stored`;
  }

  /** All processes share it: were they not ready without it, nobody would serve what each can serve alone. */
  private async redisWarning(): Promise<string | undefined> {
    try {
      await this.redis.ping();
      return undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return `does not answer: limits are counted and positions shared by each process for itself (${why})`;
    }
  }

  /** What they would answer the primary does. */
  private replicaWarning(): Promise<string | undefined> {
    const leftOut = this.platform.replicas.states.filter((replica) => replica.leftOut !== null);
    const sentences = leftOut.map(({ name, leftOut: why }) => `${name} is left out: it ${why}`);
    return Promise.resolve(sentences.length > 0 ? sentences.join('; ') : undefined);
  }

  /** An erasure that fails each hour is nothing that a request would notice. */
  private async failingWork(): Promise<string | undefined> {
    const failing = await this.platform.schedule.failing();
    if (failing.length === 0) return undefined;
    return `failing: ${failing.map(({ task, startedAt }) => `${task} (${startedAt.toISOString()})`).join(', ')}`;
  }

  /** @param question throws when it fails; what it gives is a warning. */
  private async check(name: string, question: () => Promise<string | void>): Promise<Check> {
    try {
      // A database that is frozen, or behind a network that swallows all, breaks no connection and answers nothing.
      const tooLate = (): Error => new Error(`no answer within ${PATIENCE_MS / SECOND_MS} s`);
      const warning = await within(PATIENCE_MS, question(), tooLate);
      return { name, ok: true, ...(warning && { warning }) };
    } catch (error) {
      return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
    }
  }
}
