import { Injectable } from '@nestjs/common';
import type { Answer, api, Input } from '@aegis/contract';
import { users } from '../../../../database/tables.js';
import { sha256 } from '../../../platform/crypto/tokens.js';
import { arrayOf, bigint, bytes } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { identityErrors } from '../identity.errors.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { UserEntity } from '../users/user.entity.js';
import { UsersRepository } from '../users/users.repository.js';
import { accountMail } from './mails.js';
import { OwnProof } from './own-proof.js';
import { newRecoveryCode, SecondFactor } from './second-factor.js';

const RECOVERY_CODES = 8;

/** Of people who have none, with the password that was seen. Administrators get theirs from the operator. */
const TURN_ON = statement({
  takes: [users.id, users.passwordHash, users.totpSecretEncrypted, bigint, arrayOf(bytes)],
  text: `
    UPDATE users SET totp_secret_encrypted = $3, totp_last_step = $4, recovery_hashes = $5
    WHERE id = $1 AND password_hash = $2 AND totp_secret_encrypted IS NULL AND role <> 'admin' AND deleted_at IS NULL`,
});

const TURN_OFF = statement({
  takes: [users.id, users.passwordHash, users.totpSecretEncrypted],
  text: `
    UPDATE users SET totp_secret_encrypted = NULL, totp_last_step = NULL, recovery_hashes = '{}'
    WHERE id = $1 AND password_hash = $2 AND totp_secret_encrypted = $3 AND role <> 'admin' AND deleted_at IS NULL`,
});

const CODES_LEFT = statement({
  takes: [users.id],
  gives: { left: bigint('cardinality(recovery_hashes)::bigint') },
  text: (row) => `SELECT ${row} FROM users WHERE id = $1`,
});

/** The second factor that people choose for themselves: turned on and off with the password and a code, told by mail. */
@Injectable()
export class OwnSecondFactor {
  constructor(
    private readonly users: UsersRepository,
    private readonly own: OwnProof,
    private readonly factor: SecondFactor,
    private readonly sessions: SessionsService,
    private readonly mail: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  async state({ userId }: Caller): Promise<Answer<typeof api.auth.secondFactor>> {
    const user = await this.users.byId(userId);
    const row = await this.platform.database.row(CODES_LEFT, [userId]);
    return { isOn: Boolean(user?.totpSecretEncrypted), recoveryCodesLeft: row?.left ?? 0 };
  }

  /** @throws 409 `second_factor_is_on` */
  async offer({ userId }: Caller): Promise<Answer<typeof api.auth.offerSecondFactor>> {
    const user = await this.users.byId(userId);
    if (!user || user.totpSecretEncrypted) throw identityErrors.problem('second_factor_is_on');
    return this.factor.offer(user);
  }

  /**
   * Signs out everywhere else. @returns the codes for a lost phone, which are shown this once
   * @throws 422 `wrong_password`, 401 `wrong_second_factor`, 409 `account_changed`
   */
  async turnOn(
    caller: Caller,
    { sealed, code, password }: Input<typeof api.auth.turnOnSecondFactor>['body'],
  ): Promise<Answer<typeof api.auth.turnOnSecondFactor>> {
    const user = await this.own.byPassword(caller, password);
    const step = this.factor.stepOf(user, sealed, code);
    const recoveryCodes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await this.change(user, caller, 'user.second_factor_on', () =>
      this.platform.database.run(TURN_ON, [user.id, user.passwordHash, sealed, step, recoveryCodes.map(sha256)]),
    );
    return { recoveryCodes };
  }

  /** @throws as `turnOn`, and 409 `second_factor_is_off` */
  async turnOff(caller: Caller, { code, password }: Input<typeof api.auth.turnOffSecondFactor>['body']): Promise<void> {
    const user = await this.own.proved(caller, { password, code });
    const sealed = user.totpSecretEncrypted;
    if (sealed === null) throw identityErrors.problem('second_factor_is_off');
    await this.change(user, caller, 'user.second_factor_off', () =>
      this.platform.database.run(TURN_OFF, [user.id, user.passwordHash, sealed]),
    );
  }

  private async change(
    user: UserEntity,
    { sessionId }: Caller,
    action: 'user.second_factor_on' | 'user.second_factor_off',
    update: () => Promise<number>,
  ): Promise<void> {
    await this.platform.database.transaction(async () => {
      if ((await update()) === 0) throw identityErrors.problem('account_changed');
      await this.sessions.revokeAll(user.id, sessionId);
      await this.platform.audit.record({ action, actor: { id: user.id, role: user.role }, subjectId: user.id });
      this.mail.send(accountMail(user, action === 'user.second_factor_on' ? 'secondFactorOn' : 'secondFactorOff'));
    });
  }
}
