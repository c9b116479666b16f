import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, type Config, vapidKeysOf } from '../config/config.js';
import { KeyRing } from './key-ring.js';

const OWNER_ONLY = 0o600;

/**
 * The configuration with its key ring: of ENCRYPTION_KEYS, or on the embedded database of a key of its own beside it. A
 * server's database has no default: whoever lost the key would have lost the values. @throws ConfigurationError
 */
export function withKeys(given: Config): Config {
  const config = withVapidKeys(given);
  if (config.keys) return config;
  if (config.databaseUrl !== undefined)
    throw new ConfigurationError(
      'ENCRYPTION_KEYS: is needed with DATABASE_URL. "npm run --silent keys -- generate k1" makes one; keep it apart from the database.',
    );
  return { ...config, keys: KeyRing.parse(embeddedKey(config.dataDir)) };
}

/** Without keys of the operator's a server sends nothing to devices; the embedded mode makes its own. */
function withVapidKeys(config: Config): Config {
  if (config.vapid || config.databaseUrl !== undefined) return config;
  const keys = vapidKeysOf(kept(config.dataDir, 'vapid-keys', newVapidKeys));
  return { ...config, vapid: { ...keys, subject: 'mailto:nobody@localhost.invalid' } };
}

const embeddedKey = (dataDir: string): string => kept(dataDir, 'encryption-keys', () => newKeyEntry('embedded'));

/** What a file beside the database holds, made when it is not there. */
function kept(dataDir: string, name: string, make: () => string): string {
  const file = join(dataDir, name);
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${make()}\n`, { mode: OWNER_ONLY });
  }
  return readFileSync(file, 'utf8').trim();
}

/** `public:private` of P-256, each as base64url of its bytes: an uncompressed point, a number (RFC 8292). */
export function newVapidKeys(): string {
  const {
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'jwk',
  });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return `${point.toString('base64url')}:${d}`;
}

export const newKeyEntry = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
