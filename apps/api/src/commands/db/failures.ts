import { ConfigurationError } from '../../platform/config/config.js';
import { readDatabaseAddress } from '../../platform/database/address.js';
import { databaseErrorOf } from '../../platform/database/database-refusal.js';
import { DirectoryInUseError } from '../../platform/database/embedded/directory-lock.js';
import { TablesInUseError } from '../../platform/database/lock-patience.js';
import { NewerSchemaError } from '../../platform/database/migrations.js';
import { CommandRefusal } from './command.js';

const SIGN_IN_REFUSED = ['28000', '28P01'];
const NO_SUCH_DATABASE = '3D000';
const NOT_PERMITTED = '42501';
const FEATURE_MISSING = '0A000';
const SYSTEM_CODE = /^E[A-Z]{3,}$/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** The sentence for a failure that a person can mend, or undefined: then it is our mistake, and the stack trace is wanted. */
export function explain(failure: unknown, databaseUrl: string | undefined): string | undefined {
  if (failure instanceof ConfigurationError) return `The configuration is wrong.\n${failure.message}`;
  if (
    failure instanceof CommandRefusal ||
    failure instanceof NewerSchemaError ||
    failure instanceof TablesInUseError ||
    failure instanceof DirectoryInUseError
  )
    return failure.message;
  const error = databaseErrorOf(failure);
  return (
    error &&
    explainDatabase(error, databaseUrl === undefined ? 'the embedded database' : readDatabaseAddress(databaseUrl).place)
  );
}

function explainDatabase({ code, message }: { code: string; message: string }, server: string): string | undefined {
  if (SIGN_IN_REFUSED.includes(code)) return `${server} refused the sign-in: ${message}.`;
  if (code === NO_SUCH_DATABASE) return `${server}: ${message}. Create it with createdb, then run this command again.`;
  if (code === NOT_PERMITTED)
    return `${server}: ${message}. The user of DATABASE_URL must own the database; extensions may need a superuser once.`;
  if (code === FEATURE_MISSING)
    return `${server}: ${message}. Install PostGIS 3 and PostgreSQL's contrib extensions there.`;
  if (SYSTEM_CODE.test(code)) return `${server} cannot be reached (${code}). Is it running, and is DATABASE_URL right?`;
  return SQLSTATE.test(code) ? `${server} refused: ${message} (SQLSTATE ${code}).` : undefined;
}
