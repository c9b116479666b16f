import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, type Config } from '../config/config.js';
import { KeyRing } from './key-ring.js';

const OWNER_ONLY = 0o600;

/**
 * The configuration with its key ring: of ENCRYPTION_KEYS, or on the embedded database of a key of its own beside it. A
 * server's database has no default: whoever lost the key would have lost the values. @throws ConfigurationError
 */
export function withKeys(config: Config): Config {
  if (config.keys) return config;
  if (config.databaseUrl !== undefined)
    throw new ConfigurationError(
      'ENCRYPTION_KEYS: is needed with DATABASE_URL. "npm run keys -- generate" makes one; keep it apart from the database.',
    );
  return { ...config, keys: KeyRing.parse(embeddedKey(config.dataDir)) };
}

function embeddedKey(dataDir: string): string {
  const file = join(dataDir, 'encryption-keys');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${newKeyEntry('embedded')}\n`, { mode: OWNER_ONLY });
  }
  return readFileSync(file, 'utf8').trim();
}

export const newKeyEntry = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
