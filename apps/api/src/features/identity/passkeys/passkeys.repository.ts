import { Injectable } from '@nestjs/common';
import { passkeyChallenges, passkeys } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { bigint, instant, type RowOf, uuid } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const PASSKEY = pick(
  passkeys,
  ...(['id', 'userId', 'credentialId', 'publicKey', 'counter', 'transports', 'isBackedUp', 'name'] as const),
  ...(['createdAt', 'lastUsedAt'] as const),
);
export type Passkey = RowOf<typeof PASSKEY>;
type NewPasskey = Omit<Passkey, 'lastUsedAt'> & { isSynced: boolean };

const OF_USER = statement({
  takes: [passkeys.userId],
  gives: PASSKEY,
  text: (row) => `SELECT ${row} FROM passkeys WHERE user_id = $1 ORDER BY created_at, id`,
});

const BY_CREDENTIAL = statement({
  takes: [passkeys.credentialId],
  gives: PASSKEY,
  text: (row) => `SELECT ${row} FROM passkeys WHERE credential_id = $1`,
});

/** No more than a few for one person: `$12`. The lock makes those that are added at once wait for each other. */
const INSERT = statement({
  takes: [
    ...([passkeys.id, passkeys.userId, passkeys.credentialId, passkeys.publicKey, passkeys.counter] as const),
    ...([passkeys.transports, passkeys.isSynced, passkeys.isBackedUp, passkeys.name, passkeys.createdAt] as const),
    bigint,
  ],
  text: `
    INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, transports, is_synced, is_backed_up, name, created_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
    WHERE (SELECT count(*) FROM passkeys WHERE user_id = $2) < $11`,
});

/** A counter goes up with each use, or stays at nothing for ever: one that does not was copied, or is heard a second time. */
const USED = statement({
  takes: [passkeys.id, passkeys.counter, passkeys.isBackedUp, instant],
  text: `
    UPDATE passkeys SET counter = $2, is_backed_up = $3, is_synced = is_synced OR $3, last_used_at = $4
    WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))`,
});

const RENAME = statement({
  takes: [passkeys.id, passkeys.userId, passkeys.name],
  gives: PASSKEY,
  text: (row) => `UPDATE passkeys SET name = $3 WHERE id = $1 AND user_id = $2 RETURNING ${row}`,
});

const REMOVE = statement({
  takes: [passkeys.id, passkeys.userId],
  gives: pick(passkeys, 'name'),
  text: (row) => `DELETE FROM passkeys WHERE id = $1 AND user_id = $2 RETURNING ${row}`,
});

const ISSUE = statement({
  takes: [
    ...([passkeyChallenges.id, passkeyChallenges.challenge, passkeyChallenges.userId] as const),
    ...([passkeyChallenges.createdAt, passkeyChallenges.expiresAt] as const),
  ],
  text: `INSERT INTO passkey_challenges (id, challenge, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
});

const USE_CHALLENGE = statement({
  takes: [passkeyChallenges.id, uuid.orNull, instant],
  gives: pick(passkeyChallenges, 'challenge'),
  text: (row) => `
    DELETE FROM passkey_challenges WHERE id = $1 AND user_id IS NOT DISTINCT FROM $2 AND expires_at > $3 RETURNING ${row}`,
});

interface Challenge {
  id: string;
  challenge: string;
  /** Who adds a passkey; null: whoever signs in. */
  userId: string | null;
  createdAt: Date;
  expiresAt: Date;
}

@Injectable()
export class PasskeysRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first. */
  ofUser(userId: string): Promise<Passkey[]> {
    return this.database.rows(OF_USER, [userId]);
  }

  byCredential(credentialId: Buffer): Promise<Passkey | null> {
    return this.database.row(BY_CREDENTIAL, [credentialId]);
  }

  /** False when there are `most` already. */
  async insert(passkey: NewPasskey, most: number): Promise<boolean> {
    const { id, userId, credentialId, publicKey, counter, transports } = passkey;
    const { isSynced, isBackedUp, name, createdAt } = passkey;
    const first = [id, userId, credentialId, publicKey, counter, transports] as const;
    return (await this.database.run(INSERT, [...first, isSynced, isBackedUp, name, createdAt, most])) === 1;
  }

  /** False when it was removed meanwhile, or its counter did not go on. */
  async markUsed(id: string, use: { counter: number; isBackedUp: boolean; at: Date }): Promise<boolean> {
    return (await this.database.run(USED, [id, use.counter, use.isBackedUp, use.at])) === 1;
  }

  rename(id: string, userId: string, name: string): Promise<Passkey | null> {
    return this.database.row(RENAME, [id, userId, name]);
  }

  /** Its name; null when it is none of theirs. */
  async remove(id: string, userId: string): Promise<string | null> {
    return (await this.database.row(REMOVE, [id, userId]))?.name ?? null;
  }

  async issue({ id, challenge, userId, createdAt, expiresAt }: Challenge): Promise<void> {
    await this.database.run(ISSUE, [id, challenge, userId, createdAt, expiresAt]);
  }

  /** Uses it up, whatever comes of it; null when it is unknown, somebody else's, used or out of date. */
  async useChallenge(id: string, userId: string | null, now: Date): Promise<string | null> {
    return (await this.database.row(USE_CHALLENGE, [id, userId, now]))?.challenge ?? null;
  }
}
