import { Injectable, Logger } from '@nestjs/common';
import { users } from '../../../../database/tables.js';
import { DAY_MS, shift } from '../../../platform/clock/duration.js';
import { pick } from '../../../platform/database/shapes.js';
import { instant } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { Problem } from '../../../platform/http/problem.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { AccountClosing } from '../erasure/account-closing.js';
import { inactivityMail } from '../mails.js';

/** A run ends; who is left comes with the next. */
const MOST_AT_ONCE = 1000;
const LAST_SIGN_IN = 'COALESCE(last_login_at, created_at)';

const TO_WARN = statement({
  takes: [instant],
  gives: pick(users, 'id', 'email', 'language'),
  text: (row) => `
    SELECT ${row} FROM users
    WHERE deleted_at IS NULL AND role <> 'admin' AND inactivity_warned_at IS NULL AND ${LAST_SIGN_IN} <= $1
    LIMIT ${MOST_AT_ONCE}`,
});

const TO_CLOSE = statement({
  takes: [instant, instant],
  gives: pick(users, 'id'),
  text: (row) => `
    SELECT ${row} FROM users
    WHERE deleted_at IS NULL AND role <> 'admin' AND inactivity_warned_at <= $1 AND ${LAST_SIGN_IN} <= $2
    LIMIT ${MOST_AT_ONCE}`,
});

/** Accounts that nobody has signed in to for a year: told thirty days before, then closed as if their owner had asked for it. */
@Injectable()
export class InactiveAccounts {
  private readonly logger = new Logger('inactive-accounts');

  constructor(
    private readonly closing: AccountClosing,
    private readonly mailer: Mailer,
    private readonly mail: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  async run(): Promise<Record<string, number>> {
    const { warned, unreachable } = await this.warn();
    const { closed, busy } = await this.close();
    return { warned, unreachable, closed, busy };
  }

  /** Counted as warned only when the mail was taken over: nobody loses an account over a mail server that was down. */
  private async warn(): Promise<{ warned: number; unreachable: number }> {
    const now = this.platform.clock.now();
    const { INACTIVE_AFTER_DAYS, INACTIVE_WARNING_DAYS } = this.platform.config.rules;
    const unused = await this.platform.database.rows(TO_WARN, [
      shift(now, -(INACTIVE_AFTER_DAYS - INACTIVE_WARNING_DAYS) * DAY_MS),
    ]);
    let warned = 0;
    for (const { id, ...reader } of unused) {
      if (this.platform.schedule.isEnding) break;
      try {
        await this.mailer.send(inactivityMail(reader, this.mail.baseUrl, shift(now, INACTIVE_WARNING_DAYS * DAY_MS)));
        await this.platform.database.run(`UPDATE users SET inactivity_warned_at = $2 WHERE id = $1`, [id, now]);
        warned++;
      } catch (error) {
        this.logger.warn(`${id} could not be warned: ${String(error)}`);
      }
    }
    return { warned, unreachable: unused.length - warned };
  }

  private async close(): Promise<{ closed: number; busy: number }> {
    const { INACTIVE_AFTER_DAYS, INACTIVE_WARNING_DAYS } = this.platform.config.rules;
    const now = this.platform.clock.now();
    const unused = await this.platform.database.rows(TO_CLOSE, [
      shift(now, -INACTIVE_WARNING_DAYS * DAY_MS),
      shift(now, -INACTIVE_AFTER_DAYS * DAY_MS),
    ]);
    let closed = 0;
    for (const { id } of unused) {
      if (this.platform.schedule.isEnding) break;
      try {
        await this.closing.close(id, 'inactive');
        closed++;
      } catch (error) {
        // An open job or payment: asked again tomorrow, as whatever else keeps one account from it; the others are closed.
        if (!(error instanceof Problem)) this.logger.error(`${id} could not be closed: ${String(error)}`);
      }
    }
    return { closed, busy: unused.length - closed };
  }
}
