import { parseArgs } from 'node:util';
import { Database } from '../../platform/database/database.js';
import { text } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';
import { type Command, type CommandContext, CommandRefusal } from './command.js';
import { type CommandDatabase, withDatabase } from './command-database.js';
import { placementOf } from './distribution/cluster.js';
import { HistoryRules } from './distribution/history-rules.js';
import { withProgress } from './distribution/progress.js';
import { identifierOf } from './roles/sql-words.js';

export const undistribute: Command = {
  summary: 'take the location history back from the workers of Citus',
  help: `npm run db -- undistribute

Copies location_history from the workers back into the database of DATABASE_DIRECT_URL, and restores its two foreign keys, for which
positions of people or jobs that are not there any more are deleted, and counted. While rows are copied no position is taken in: phones
are answered with 503 and send them again. The disk needs room for all of it. A command that was killed is run again, and goes on where
it was.`,

  async run(args, context) {
    parseArgs({ args, options: {} });
    return withDatabase(context, { create: false }, async (opened) => {
      await takeBack(opened, context);
      return 0;
    });
  },
};

const DATABASE = statement({
  gives: { name: text('current_database()::text') },
  text: (row) => `SELECT ${row}`,
});

async function takeBack({ dataSource, engine, place }: CommandDatabase, context: CommandContext): Promise<void> {
  if (engine !== undefined)
    throw new CommandRefusal('The embedded database is one process, and has never been distributed.');
  const database = new Database(dataSource);
  const rules = new HistoryRules(database, (sentence) => context.tell(sentence));
  if ((await placementOf(database)).is !== 'whole') {
    const { name } = (await database.row(DATABASE)) ?? { name: '' };
    await database.run(`ALTER DATABASE ${identifierOf(name)} RESET citus.max_adaptive_executor_pool_size`);
    await withProgress(context, 'Copying rows back', () =>
      database.run(`SELECT undistribute_table('location_history')`),
    );
    context.print('done  Rows copied back.');
  }
  await rules.restoreChecks();
  const orphans = await rules.restoreKeys();
  if (orphans > 0) context.print(`done  ${orphans} positions of people or jobs that are not there any more deleted.`);
  context.print(`location_history of ${place} is whole, with its foreign keys.`);
}
