import { Injectable } from '@nestjs/common';
import { accountTokenPurpose, accountTokens, users } from '../../../../database/tables.js';
import { MINUTE_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { newToken, sha256 } from '../../../platform/crypto/tokens.js';
import { bigint, instant, text, type ValueOf } from '../../../platform/database/sql-types.js';
import { pick } from '../../../platform/database/shapes.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import { Platform } from '../../../platform/platform.js';
import { identityErrors } from '../identity.errors.js';

export type TokenPurpose = ValueOf<typeof accountTokenPurpose>;

/** Mails to one account are counted one after the other. `$2`: only while this is their password; null: whatever it is. */
const HOLD_PERSON = statement({
  takes: [users.id, text.orNull],
  gives: pick(users, 'id'),
  text: (row) => `
    SELECT ${row} FROM users WHERE id = $1 AND ($2::text IS NULL OR password_hash = $2) FOR NO KEY UPDATE`,
});

/** The oldest of those that count, and how many there are. */
const ISSUED_SINCE = statement({
  takes: [accountTokens.userId, accountTokens.purpose, instant],
  gives: { count: bigint('count(*)'), first: instant.orNull('min(created_at)') },
  text: (row) => `SELECT ${row} FROM account_tokens WHERE user_id = $1 AND purpose = $2 AND created_at > $3`,
});

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

/** What a token is for. */
export interface TokenWish {
  userId: string;
  purpose: TokenPurpose;
  validMs: number;
  /** The address that is proved by it. */
  confirms?: string;
  /** The password that the person has shown for it. */
  seen?: string;
}

/** Tokens that prove something once: of mails, and of the refusal that offers to keep a closed account. */
@Injectable()
export class AccountTokens {
  constructor(private readonly platform: Platform) {}

  /**
   * Given out once, only its hash is stored. Earlier ones go on working until one of them is used: whoever asks for a link in
   * somebody else's name takes none away from them.
   * @throws 409 `account_changed` when the password is another one by now
   */
  async issue({ userId, purpose, validMs, confirms, seen }: TokenWish): Promise<string> {
    const { clock, database } = this.platform;
    return database.transaction(async () => {
      await this.hold(userId, seen);
      const token = newToken();
      const now = clock.now();
      await database.run(ISSUE, [sha256(token), userId, purpose, now, shift(now, validMs), confirms ?? null]);
      return token;
    });
  }

  /**
   * For a mail, of which an account gets a few in a while, whoever asks for them from wherever. So one that was mailed within
   * that while always works still: `ACCOUNT_MAILS_MINUTES` is less than any link is valid.
   * @throws 429 `too_many_mails`, and as `issue`
   */
  async issueForMail(wish: TokenWish): Promise<string> {
    const { clock, config, database } = this.platform;
    const { ACCOUNT_MAILS, ACCOUNT_MAILS_MINUTES } = config.rules;
    const windowMs = ACCOUNT_MAILS_MINUTES * MINUTE_MS;
    return database.transaction(async () => {
      await this.hold(wish.userId, wish.seen);
      const now = clock.now();
      const issued = await database.row(ISSUED_SINCE, [wish.userId, wish.purpose, shift(now, -windowMs)]);
      if (issued?.first && issued.count >= ACCOUNT_MAILS) {
        const retryAfterSeconds = Math.max(
          1,
          Math.ceil((issued.first.getTime() + windowMs - now.getTime()) / SECOND_MS),
        );
        throw identityErrors.problem('too_many_mails', { retryAfterSeconds });
      }
      return this.issue(wish);
    });
  }

  /**
   * Uses it up, and with it every other of its purpose; of two at once one wins. To be called in the transaction of what it
   * proves. @throws 422 when it is unknown, used or out of date.
   */
  async use(token: string, purpose: TokenPurpose): Promise<UsedToken> {
    const row = await this.platform.database.row(USE, [sha256(token), purpose, this.platform.clock.now()]);
    if (!row) throw identityErrors.problem('token_not_valid');
    await this.revoke(row.userId, purpose);
    return row;
  }

  async revoke(userId: string, purpose: TokenPurpose): Promise<void> {
    await this.platform.database.run(REVOKE, [userId, purpose, this.platform.clock.now()]);
  }

  private async hold(userId: string, seen: string | undefined): Promise<void> {
    if (!(await this.platform.database.row(HOLD_PERSON, [userId, seen ?? null])))
      throw identityErrors.problem('account_changed');
  }
}
