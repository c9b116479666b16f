import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Command, type CommandContext, CommandRefusal } from './command.js';
import { readCatalogue, readEnumerations } from './schema/catalogue.js';
import { describeSchema } from './schema/document.js';
import { lineDifference } from './schema/line-difference.js';
import { dumpSchemaSql } from './schema/schema-sql.js';
import { withScratchDatabase } from './schema/scratch-database.js';
import { describeTables } from './schema/tables-source.js';

export const dump: Command = {
  summary: 'write schema.sql, tables.ts and docs/schema.md from the migrations',
  help: `npm run db -- dump [--check]

Applies the migrations to a database of its own, which it drops again, and writes what they made: as SQL into
apps/api/database/schema.sql, as the columns that statements are typed by into apps/api/database/tables.ts, and as a diagram
with every rule into docs/schema.md. Needs pg_dump, and a PostgreSQL server with PostGIS in DATABASE_URL or TEST_DATABASE_URL
whose user may create databases.

  --check   write nothing; show what differs, with exit code 1 when anything does`,

  async run(args, context) {
    const { values } = parseArgs({ args, options: { check: { type: 'boolean' } } });
    const documents = await withScratchDatabase(serverOf(context), async (dataSource, url) => {
      const tables = await readCatalogue(dataSource);
      return {
        'apps/api/database/schema.sql': await dumpSchemaSql(url),
        'apps/api/database/tables.ts': describeTables(tables, await readEnumerations(dataSource)),
        'docs/schema.md': describeSchema(tables),
      };
    });
    const root = repositoryRoot();
    let exitCode = 0;
    for (const [name, content] of Object.entries(documents)) {
      const file = join(root, name);
      if (!values.check) writeFileSync(file, content);
      else if (!isSame(file, content, context)) exitCode = 1;
      context.print(`${values.check ? 'checked' : 'written'}  ${relative(process.cwd(), file)}`);
    }
    return exitCode;
  },
};

function serverOf({ config, environment }: CommandContext): string {
  const url = config.directUrl ?? environment.TEST_DATABASE_URL;
  if (url === undefined || url === '')
    throw new CommandRefusal(
      'The embedded database has no pg_dump: set TEST_DATABASE_URL to a PostgreSQL server with PostGIS, ' +
        'for example postgres://postgres@127.0.0.1:5432/postgres',
    );
  return url;
}

function isSame(file: string, content: string, context: CommandContext): boolean {
  const difference = lineDifference(existsSync(file) ? readFileSync(file, 'utf8') : '', content);
  if (difference.length === 0) return true;
  context.print(`${file} is not what the migrations make ("npm run db -- dump" writes it anew):`);
  for (const line of difference) context.print(line);
  return false;
}

/** The folder above `apps`, from the sources as from what they are compiled to. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'apps', 'api', 'package.json'))) folder = dirname(folder);
  return folder;
}
