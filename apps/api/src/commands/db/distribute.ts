import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { HISTORY_LOOK_MS } from '../../features/tracking/history/placed-history.js';
import { Database } from '../../platform/database/database.js';
import { pendingMigrations } from '../../platform/database/migrations.js';
import { type Command, type CommandContext, CommandRefusal, WrongUsage } from './command.js';
import { type CommandDatabase, withDatabase } from './command-database.js';
import {
  type Cluster,
  placementOf,
  readCluster,
  refuseUnknownRole,
  refuseWithoutReplication,
} from './distribution/cluster.js';
import { HistoryRules } from './distribution/history-rules.js';
import { withProgress } from './distribution/progress.js';
import { servingRole } from './roles/privileges.js';
import { identifierOf } from './roles/sql-words.js';

const USUAL_SHARDS = 16;
const MOST_SHARDS = 1024;

export const distribute: Command = {
  summary: 'spread the location history over the workers of Citus',
  help: `npm run db -- distribute [--shards N] [--while-writes-wait]

Distributes location_history by guard over the workers of a Citus cluster whose coordinator is the database of DATABASE_DIRECT_URL. All
other tables stay where they are. What is missing for it (the extension, workers, settings) is said, with the SQL for a superuser, and
nothing is done. docs/citus.md says when it is worth it, and what it costs.

Positions are taken in meanwhile. The two foreign keys of the history go first, since a distributed table cannot have them: from then
on the processes write guard by guard (they look every few seconds) and delete positions themselves. Its checks are away while rows are
copied. A command that was killed is run again, and goes on where it was.

  --shards N            pieces of each day, at most as many workers are of use later (${USUAL_SHARDS})
  --while-writes-wait   without logical replication: faster, and no position is taken in until it is done`,

  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: { shards: { type: 'string' }, 'while-writes-wait': { type: 'boolean' } },
    });
    const shards = shardsOf(values.shards);
    return withDatabase(context, { create: false }, async (opened) => {
      const distribution = new Distribution(opened, context, shards, values['while-writes-wait'] ?? false);
      await distribution.carryOut();
      return 0;
    });
  },
};

function shardsOf(given: string | undefined): number {
  const shards = given === undefined ? USUAL_SHARDS : Number(given);
  if (!Number.isInteger(shards) || shards < 1 || shards > MOST_SHARDS)
    throw new WrongUsage(`--shards is a number from 1 to ${MOST_SHARDS}.`);
  return shards;
}

class Distribution {
  private readonly database: Database;
  private readonly rules: HistoryRules;

  constructor(
    private readonly opened: CommandDatabase,
    private readonly context: CommandContext,
    private readonly shards: number,
    private readonly doWritesWait: boolean,
  ) {
    this.database = new Database(opened.dataSource);
    this.rules = new HistoryRules(this.database, (sentence) => context.tell(sentence));
  }

  async carryOut(): Promise<void> {
    if (this.opened.engine !== undefined)
      throw new CommandRefusal(
        'The embedded database is one process: what is distributed needs servers (DATABASE_URL).',
      );
    const cluster = await readCluster(this.database);
    await this.refuseUnready();
    const isThere = (await placementOf(this.database)).is === 'distributed';
    if (!isThere && !this.doWritesWait) await refuseWithoutReplication(this.database);
    await this.rules.dropKeys();
    if (!isThere) await this.spread();
    await this.rules.restoreChecks();
    await this.setPoolSize(cluster);
    const { shards } = await placementOf(this.database);
    this.context.print(
      `location_history of ${this.opened.place} is distributed: ${shards} shards a day, ${cluster.workers.length} workers.`,
    );
  }

  private async refuseUnready(): Promise<void> {
    if ((await pendingMigrations(this.opened.dataSource)).length > 0)
      throw new CommandRefusal('The schema is not up to date: run "npm run db -- migrate" first.');
    await refuseUnknownRole(this.database, servingRole(this.context.config));
  }

  private async spread(): Promise<void> {
    this.context.print('done  Foreign keys of location_history to users and jobs dropped.');
    this.context.tell('Processes are given time to notice that they write guard by guard from now on.');
    await delay(2 * HISTORY_LOOK_MS);
    // Of a history without a day there is nothing to copy, and Citus (13.0) misses something to copy it by.
    const isAtOnce = this.doWritesWait || (await this.rules.days()).length === 0;
    if (!isAtOnce) await this.rules.dropChecks();
    const how = isAtOnce ? 'create_distributed_table' : 'create_distributed_table_concurrently';
    // Not in a transaction: a copy that takes hours beside writes is none.
    await withProgress(this.context, 'Copying rows to the workers', () =>
      this.database.run(`SELECT ${how}('location_history', 'guard_id', shard_count => ${this.shards})`),
    );
    this.context.print('done  Rows copied.');
    if (isAtOnce) await this.discardWhatWasCopied();
  }

  /** What was copied while writes waited is out of sight, and still on this disk. */
  private async discardWhatWasCopied(): Promise<void> {
    await this.database.run(`SELECT truncate_local_data_after_distributing_table('location_history')`);
  }

  /** More connections than one to a worker serve queries of many shards at once, of which there are few, and cost the rest a hundredfold. */
  private async setPoolSize({ database }: Cluster): Promise<void> {
    await this.database.run(`ALTER DATABASE ${identifierOf(database)} SET citus.max_adaptive_executor_pool_size = 1`);
  }
}
