import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { type Config, ConfigurationError } from '../platform/config/config.js';

const OWNER_ONLY = 0o700;
const OTHERS = 0o077;

/**
 * Makes the data directory where something is kept in it, for its owner alone: it holds addresses, licences and the key that they
 * are encrypted with. @throws ConfigurationError in one sentence when it cannot be used
 */
export function prepareDataDirectory({ dataDir, databaseUrl, stripe, mail }: Config): void {
  if (databaseUrl !== undefined && stripe && mail) return;
  try {
    mkdirSync(dataDir, { recursive: true, mode: OWNER_ONLY });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    if ((statSync(dataDir).mode & OTHERS) !== 0) chmodSync(dataDir, OWNER_ONLY);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigurationError(
      `AEGIS_DATA_DIR: ${dataDir} cannot be made or written (${code}). Choose another folder.`,
    );
  }
}
