import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Platform } from '../../../platform/platform.js';
import { identityErrors } from '../identity.errors.js';
import type { UserEntity } from '../users/user.entity.js';

/** RFC 6238 with the parameters that every authenticator application takes. */
const STEP_SECONDS = 30;
/** A phone's clock may be one step off. */
const STEPS_OFF = 1;
const SECRET_BYTES = 20;

const place = (userId: string) => ({ table: 'users', column: 'totp_secret_encrypted', rowId: userId });

@Injectable()
export class SecondFactor {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly platform: Platform,
  ) {}

  /**
   * Gives the account a new secret and returns it as the address that an authenticator application takes.
   * @param seen the ciphertext that is replaced; null: there was none
   * @throws 409 `account_changed` when it was replaced by another meanwhile.
   */
  async enrol(userId: string, email: string, seen: string | null = null): Promise<string> {
    const secret = new Secret({ size: SECRET_BYTES });
    const sealed = this.cipher.encrypt(secret.base32, place(userId));
    const changed = await this.platform.database.run(
      `UPDATE users SET totp_secret_encrypted = $2, totp_last_step = NULL
       WHERE id = $1 AND totp_secret_encrypted IS NOT DISTINCT FROM $3 AND deleted_at IS NULL`,
      [userId, sealed, seen],
    );
    if (changed === 0) throw identityErrors.problem('account_changed');
    return totp(secret.base32, email).toString();
  }

  /**
   * Administrators are not asked where the operator has switched it off, whether or not they have a secret.
   * @throws 401 when the account needs a code and `code` is none, wrong or used before.
   */
  async check(user: UserEntity, code: string | undefined): Promise<void> {
    if (user.role === 'admin' && !this.platform.config.secondFactorForAdmins) return;
    if (!user.totpSecretEncrypted) {
      if (user.role === 'admin') throw identityErrors.problem('second_factor_not_set_up');
      return;
    }
    if (code === undefined) throw identityErrors.problem('second_factor_needed');
    const now = this.platform.clock.now().getTime();
    const generator = totp(this.cipher.decrypt(user.totpSecretEncrypted, place(user.id)), user.email);
    const off = generator.validate({ token: code, timestamp: now, window: STEPS_OFF });
    const step = Math.floor(now / (STEP_SECONDS * SECOND_MS)) + (off ?? 0);
    if (off === null || !(await this.useUp(user.id, user.totpSecretEncrypted, step)))
      throw identityErrors.problem('wrong_second_factor');
  }

  /** False when this step's code, or a later one, was used: whoever read it over a shoulder comes too late. */
  private async useUp(userId: string, seen: string, step: number): Promise<boolean> {
    const used = await this.platform.database.run(
      `UPDATE users SET totp_last_step = $2
       WHERE id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2) AND totp_secret_encrypted = $3`,
      [userId, step, seen],
    );
    return used === 1;
  }
}

const totp = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Aegis', label, secret, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS });
