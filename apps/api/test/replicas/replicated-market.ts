import { vi } from 'vitest';
import { runMigrations } from '../../src/platform/database/migrations.js';
import { Platform } from '../../src/platform/platform.js';
import { Marketplace } from '../marketplace.js';
import { OwnPostgres } from '../own-postgres.js';
import type { Settings, TestApplication } from '../test-application.js';

const SOON = { timeout: 60_000, interval: 50 };

/** What a market on a server and its replica is set to. */
const settingsOf = (primary: OwnPostgres, replicaUrls: string): Settings => ({
  DATABASE_URL: primary.url,
  DATABASE_REPLICA_URLS: replicaUrls,
  RATE_LIMITS: 'off',
  ADMIN_SECOND_FACTOR: 'off',
});

/** A market on a primary and a replica of its own. */
export class ReplicatedMarket {
  private constructor(
    readonly primary: OwnPostgres,
    readonly replica: OwnPostgres,
    readonly market: Marketplace,
  ) {}

  /** @param addressOf the way to the replica, where it is not straight */
  static async open(
    settings: Settings = {},
    addressOf: (primary: OwnPostgres, replica: OwnPostgres) => Promise<string> = (_, { url }) => Promise.resolve(url),
  ): Promise<ReplicatedMarket> {
    const primary = await OwnPostgres.start();
    await runMigrations({ url: primary.url });
    const replica = await OwnPostgres.copyOf(primary);
    const given = { ...settingsOf(primary, await addressOf(primary, replica)), ...settings };
    const statementNames = settings.DATABASE_POOLED === undefined;
    const market = await Marketplace.open(given, () => Promise.resolve({ url: primary.url, statementNames }));
    return new ReplicatedMarket(primary, replica, market);
  }

  get application(): TestApplication {
    return this.market.application;
  }

  get platform(): Platform {
    return this.application.app.get(Platform);
  }

  /** Why the replica is not read from; null when it is. */
  get leftOut(): string | null {
    return this.platform.replicas.states[0]?.leftOut ?? null;
  }

  /** Who has answered while `act` was under way, and what it gave. */
  async counting<T>(
    act: () => Promise<T>,
  ): Promise<{ result: T; by: Record<'replica' | 'primary' | 'again', number> }> {
    const { answered } = this.platform.replicas;
    const before = { ...answered };
    const result = await act();
    const { replica, primary, again } = answered;
    return {
      result,
      by: { replica: replica - before.replica, primary: primary - before.primary, again: again - before.again },
    };
  }

  untilServing(): Promise<void> {
    return vi.waitFor(() => {
      if (this.leftOut !== null) throw new Error(`still left out: ${this.leftOut}`);
    }, SOON);
  }

  untilLeftOut(why: RegExp): Promise<void> {
    return vi.waitFor(() => {
      if (!why.test(this.leftOut ?? '')) throw new Error(`not left out for ${why.source}: ${this.leftOut}`);
    }, SOON);
  }

  async setOnReplica(name: string, value: string): Promise<void> {
    await this.replica.query(`ALTER SYSTEM SET ${name} = '${value}'`);
    await this.replica.query(`SELECT pg_reload_conf()`);
  }

  async close(): Promise<void> {
    await this.market.close();
    await this.replica.killAll();
    await this.replica.discard();
    await this.primary.discard();
  }
}
