import { parseArgs } from 'node:util';
import { pendingMigrations } from '../../platform/database/migrations.js';
import { onDatabase } from '../../platform/database/address.js';
import { Database } from '../../platform/database/database.js';
import { identifier, text } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';
import { type Command, type CommandContext, CommandRefusal } from './command.js';
import { withServer } from './command-database.js';
import { grantServing, servingRole } from './roles/privileges.js';
import { asScript, createDatabase, type SetupPlan, setupPlan } from './roles/setup-steps.js';

export const setup: Command = {
  summary: 'make the roles, the database and what they need of a superuser',
  help: `npm run db -- setup [--print]

Makes what Aegis runs on, as often as you like: the role that owns the tables (of DATABASE_DIRECT_URL), the role that serves (of
DATABASE_URL), which can neither change tables nor switch off what keeps them, the database, the extensions, and the settings
of each session. It works as the superuser of DATABASE_SUPERUSER_URL, which no server needs to be given.

  --print   change nothing; print the SQL for psql, which step needs a superuser, and no password:
            npm run --silent db -- setup --print | sudo -u postgres psql

Then "npm run db -- migrate" makes the tables, and lets the role that serves read and write their rows.`,

  async run(args, context) {
    const { values } = parseArgs({ args, options: { print: { type: 'boolean' } } });
    const plan = setupPlan(context.config);
    if (values.print) for (const line of asScript(plan)) context.print(line);
    else await carryOut(plan, context);
    return 0;
  },
};

const EXISTS = statement({
  takes: [identifier],
  gives: { name: identifier('datname') },
  text: (row) => `SELECT ${row} FROM pg_database WHERE datname = $1`,
});

/** What each new connection would load by itself otherwise, at its first look at a place. */
const PRELOADED = statement({
  gives: { libraries: text.orNull('setting') },
  text: (row) => `SELECT ${row} FROM pg_settings WHERE name = 'shared_preload_libraries'`,
});
const POSTGIS_LIBRARY = /(^|[\s,/"])postgis-3($|[\s,"])/;

async function carryOut(plan: SetupPlan, context: CommandContext): Promise<void> {
  const { superuserUrl } = context.config;
  if (superuserUrl === undefined)
    throw new CommandRefusal(
      'Roles, the database and PostGIS need a superuser: set DATABASE_SUPERUSER_URL for this command, or give what --print prints to psql.',
    );
  await withServer(superuserUrl, async ({ dataSource }) => {
    const database = new Database(dataSource);
    for (const step of plan.steps.filter(({ isInside }) => !isInside)) {
      if (step.isOfDatabase && !(await database.row(EXISTS, [plan.database]))) await database.run(createDatabase(plan));
      for (const sql of step.statements) await database.run(sql);
      context.print(`done  ${step.title}.`);
    }
  });
  await withServer(onDatabase(superuserUrl, plan.database), async ({ dataSource }) => {
    const database = new Database(dataSource);
    for (const step of plan.steps.filter(({ isInside }) => isInside)) {
      for (const sql of step.statements) await database.run(sql);
      context.print(`done  ${step.title}.`);
    }
    // Not everybody whom a hosted server calls its superuser may know.
    const libraries = (await database.row(PRELOADED))?.libraries ?? null;
    if (libraries !== null && !POSTGIS_LIBRARY.test(libraries)) context.print(PRELOAD_IT);
  });
  await grantWhereMigrated(context);
}

const PRELOAD_IT =
  "later shared_preload_libraries = 'postgis-3' in the settings of the server, and a restart of it: without, each new connection takes 20 ms " +
  'more for its first place.';

/** Of a database that is there already: the role may be new. */
async function grantWhereMigrated(context: CommandContext): Promise<void> {
  const { config } = context;
  await withServer(config.directUrl ?? '', async ({ dataSource, place }) => {
    if ((await pendingMigrations(dataSource)).length > 0) return context.print('Now run "npm run db -- migrate".');
    await grantServing(dataSource, servingRole(config));
    context.print(`done  Rights of the role that serves, on the tables of ${place}.`);
  });
}
