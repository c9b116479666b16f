import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const ITERATIONS = 4096;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** A name as SQL has it. */
export const identifierOf = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const literalOf = (words: string): string => `'${words.replaceAll("'", "''")}'`;

/**
 * What PostgreSQL keeps of a password (RFC 5802, 7677). Given in its place, the password is neither on a terminal nor in the log of
 * the server.
 */
export function scramVerifierOf(password: string, salt = randomBytes(SALT_BYTES)): string {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, HASH_BYTES, 'sha256');
  const keyed = (words: string): Buffer => createHmac('sha256', salted).update(words).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest();
  const parts = [salt, stored, keyed('Server Key')].map((part) => part.toString('base64'));
  return `SCRAM-SHA-256$${ITERATIONS}:${parts[0]}$${parts[1]}:${parts[2]}`;
}
