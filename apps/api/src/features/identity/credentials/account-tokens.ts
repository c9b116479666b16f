import { Injectable } from '@nestjs/common';
import { accountTokenPurpose, accountTokens } from '../../../../database/tables.js';
import { shift } from '../../../platform/clock/duration.js';
import { newToken, sha256 } from '../../../platform/crypto/tokens.js';
import { instant, type ValueOf } from '../../../platform/database/sql-types.js';
import { pick } from '../../../platform/database/shapes.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import { Platform } from '../../../platform/platform.js';
import { identityErrors } from '../identity.errors.js';

export type TokenPurpose = ValueOf<typeof accountTokenPurpose>;

const ISSUE = statement({
  takes: [
    accountTokens.tokenHash,
    accountTokens.userId,
    accountTokens.purpose,
    accountTokens.createdAt,
    accountTokens.expiresAt,
    accountTokens.email,
  ],
  text: `
    INSERT INTO account_tokens (token_hash, user_id, purpose, created_at, expires_at, email)
    VALUES ($1, $2, $3, $4, $5, $6)`,
});

const USE = statement({
  takes: [accountTokens.tokenHash, accountTokens.purpose, instant],
  gives: pick(accountTokens, 'userId', 'email'),
  text: (row) => `
    UPDATE account_tokens SET used_at = $3
    WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 RETURNING ${row}`,
});

const REVOKE = statement({
  takes: [accountTokens.userId, accountTokens.purpose, instant],
  text: `UPDATE account_tokens SET used_at = $3 WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL`,
});

/** Whose a token was, and the address that it confirms, if it confirms one. */
export type UsedToken = RowFrom<typeof USE>;

/** Tokens that prove something once: of mails, and of the refusal that offers to keep a closed account. */
@Injectable()
export class AccountTokens {
  constructor(private readonly platform: Platform) {}

  /**
   * Given out once, only its hash is stored. Earlier ones of the purpose end: the newest mail is the one that works.
   * @param confirms the address that is proved by it
   */
  async issue(userId: string, purpose: TokenPurpose, validMs: number, confirms: string | null = null): Promise<string> {
    const { clock, database } = this.platform;
    const token = newToken();
    const now = clock.now();
    await database.transaction(async () => {
      await this.revoke(userId, purpose);
      await database.run(ISSUE, [sha256(token), userId, purpose, now, shift(now, validMs), confirms]);
    });
    return token;
  }

  /** Uses it up; of two at once one wins. @throws 422 when it is unknown, used or out of date. */
  async use(token: string, purpose: TokenPurpose): Promise<UsedToken> {
    const row = await this.platform.database.row(USE, [sha256(token), purpose, this.platform.clock.now()]);
    if (!row) throw identityErrors.problem('token_not_valid');
    return row;
  }

  async revoke(userId: string, purpose: TokenPurpose): Promise<void> {
    await this.platform.database.run(REVOKE, [userId, purpose, this.platform.clock.now()]);
  }
}
