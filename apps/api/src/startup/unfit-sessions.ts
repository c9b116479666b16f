import type { DataSource } from 'typeorm';
import { type Config, ConfigurationError } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { isUntrusted } from '../platform/database/database-refusal.js';
import { OtherSettings, refuseOtherSettings } from '../platform/database/session-check.js';
import { boolean } from '../platform/database/sql-types.js';
import { statement } from '../platform/database/statement.js';

const TRIAL_NAME = 'names_reach_the_server';

/** Prepared under its name, it is asked whether that is the name that the server has for it. */
const NAMES_REACH_THE_SERVER = statement({
  name: TRIAL_NAME,
  gives: { isBare: boolean(`EXISTS (SELECT FROM pg_prepared_statements WHERE name = '${TRIAL_NAME}')`) },
  text: (row) => `SELECT ${row}`,
});

const NAMES_COLLIDE =
  'DATABASE_STATEMENT_NAMES: this pooler hands names of statements on as they are, so that connections would take each other’s. ' +
  'Leave it out, or use PgBouncer 1.21 with max_prepared_statements.';

const IS_POOLER =
  'DATABASE_URL: what answers there takes no settings of a connection, as PgBouncer does not. Set DATABASE_POOLED=true, and ' +
  'DATABASE_DIRECT_URL to the server behind it.';

/** PgBouncer’s words. */
const REFUSES_OPTIONS = /unsupported startup parameter: options/;

/** @throws ConfigurationError when sessions are lent by something that this process was not told of, or cannot do with */
export async function refuseUnfitSessions(config: Config, dataSource: DataSource): Promise<void> {
  const database = new Database(dataSource);
  await refuseOtherSettings(database).catch((error: unknown) => {
    if (!(error instanceof OtherSettings)) throw error;
    throw new ConfigurationError(config.pooled ? `DATABASE_URL: ${error.message}` : IS_POOLER);
  });
  if (!config.pooled || !config.statementNames) return;
  if ((await database.row(NAMES_REACH_THE_SERVER))?.isBare) throw new ConfigurationError(NAMES_COLLIDE);
}

/** Why there is no connection, in a sentence for whoever has set it where it is theirs to mend. */
export function explainConnection(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  if (REFUSES_OPTIONS.test(error.message)) throw new ConfigurationError(IS_POOLER);
  if (isUntrusted(error))
    throw new ConfigurationError(
      `DATABASE_URL: the certificate of what answers there is not taken (${error.message}). Renew it on the server, which reads it ` +
        'anew when it is told to reload, or name in sslrootcert who has signed it.',
    );
  throw error;
}
