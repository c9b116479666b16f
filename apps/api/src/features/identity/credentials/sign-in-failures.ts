import { Injectable, Logger } from '@nestjs/common';
import { signInFailures } from '../../../../database/tables.js';
import { HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { sha256 } from '../../../platform/crypto/tokens.js';
import { instant } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { networkOf } from '../../../platform/http/limits/network.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { identityErrors } from '../identity.errors.js';
import type { Reader } from '../../../platform/mail/written-mail.js';
import { guessesMail } from './mails.js';

type Owner = Reader & { id: string };

/** `$3`: what began before it is counted no more. */
const COUNT = statement({
  takes: [signInFailures.key, instant, instant],
  gives: { failures: signInFailures.failures, since: signInFailures.firstFailedAt },
  text: (row) => `
    INSERT INTO sign_in_failures (key, failures, first_failed_at) VALUES ($1, 1, $2)
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN sign_in_failures.first_failed_at <= $3 THEN 1 ELSE sign_in_failures.failures + 1 END,
      first_failed_at = CASE WHEN sign_in_failures.first_failed_at <= $3 THEN $2
                             ELSE sign_in_failures.first_failed_at END
    RETURNING ${row}`,
});

/**
 * Locks an account out for one address after five failures within a quarter of an hour. By account and address: so nobody can
 * keep somebody else out of their account. Counted by hash: the table tells neither who nor from where, and accounts that do not
 * exist are counted like those that do.
 */
@Injectable()
export class SignInFailures {
  private readonly logger = new Logger('sign-in-failures');

  constructor(
    private readonly mail: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  /**
   * Counts the try before the password is looked at: of a hundred at once no more than five get so far.
   * @throws 429 when there were too many.
   */
  beginTry(email: string, ip: string | null): Promise<void> {
    return this.begin(keyOf(email, ip));
  }

  /**
   * The same of somebody signed in who shows their password once more. By session: whoever has one of somebody else's guesses no
   * more often than a stranger does, and keeps its owner from nothing in another.
   * @throws 429
   */
  beginOwnTry(sessionId: string): Promise<void> {
    return this.begin(ownKeyOf(sessionId));
  }

  private async begin(key: Buffer): Promise<void> {
    if (!this.platform.config.lockOut) return;
    const { SIGN_IN_FAILURES, SIGN_IN_WINDOW_MINUTES } = this.platform.config.rules;
    const now = this.platform.clock.now();
    const windowMs = SIGN_IN_WINDOW_MINUTES * MINUTE_MS;
    const row = await this.platform.database.row(COUNT, [key, now, shift(now, -windowMs)]);
    if (!row || row.failures <= SIGN_IN_FAILURES) return;
    const retryAfterSeconds = Math.max(1, Math.ceil((row.since.getTime() + windowMs - now.getTime()) / 1000));
    throw identityErrors.problem('too_many_failures', { retryAfterSeconds });
  }

  /**
   * Counts a wrong password for an account, from wherever. The one that makes a burst is told to its owner, and none after it while
   * the burst goes on: whoever guesses cannot fill their mailbox. Behind the answer, whose time must not tell that there is such an
   * account.
   */
  tellOfGuesses(owner: Owner): void {
    this.countGuess(owner).catch((error: unknown) =>
      this.logger.error(error instanceof Error ? error.stack : String(error)),
    );
  }

  private async countGuess(owner: Owner): Promise<void> {
    const { GUESSES_TOLD, GUESSES_WINDOW_HOURS } = this.platform.config.rules;
    const now = this.platform.clock.now();
    const windowBegan = shift(now, -GUESSES_WINDOW_HOURS * HOUR_MS);
    const row = await this.platform.database.row(COUNT, [
      sha256(JSON.stringify(['guesses', owner.id])),
      now,
      windowBegan,
    ]);
    if (row?.failures === GUESSES_TOLD) this.mail.send(guessesMail(owner, this.mail.baseUrl, GUESSES_TOLD));
  }

  /** The person is who they say: what was counted for them here is forgotten. */
  forget(email: string, ip: string | null): Promise<void> {
    return this.drop(keyOf(email, ip));
  }

  forgetOwn(sessionId: string): Promise<void> {
    return this.drop(ownKeyOf(sessionId));
  }

  private async drop(key: Buffer): Promise<void> {
    if (this.platform.config.lockOut)
      await this.platform.database.run(`DELETE FROM sign_in_failures WHERE key = $1`, [key]);
  }
}

const ownKeyOf = (sessionId: string): Buffer => sha256(JSON.stringify(['own', sessionId]));

const keyOf = (email: string, ip: string | null): Buffer =>
  sha256(JSON.stringify([email.toLowerCase(), ip === null ? null : networkOf(ip)]));
