import { Injectable } from '@nestjs/common';
import { RECOVERY_CODE } from '@aegis/contract';
import { Secret, TOTP } from 'otpauth';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import { FieldCipher, UnreadableValueError } from '../../../platform/crypto/field-cipher.js';
import { sha256 } from '../../../platform/crypto/tokens.js';
import { Platform } from '../../../platform/platform.js';
import { identityErrors } from '../identity.errors.js';
import type { UserEntity } from '../users/user.entity.js';

/** RFC 6238 with the parameters that every authenticator application takes. */
const STEP_SECONDS = 30;
/** A phone's clock may be one step off. */
const STEPS_OFF = 1;
const SECRET_BYTES = 20;
const RECOVERY_BYTES = 16;

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

  /** A new secret that is in force only when it comes back with one of its codes: nothing is stored until then. */
  offer({ id, email }: Pick<UserEntity, 'id' | 'email'>): { address: string; secret: string; sealed: string } {
    const { base32 } = new Secret({ size: SECRET_BYTES });
    return { address: totp(base32, email).toString(), secret: base32, sealed: this.cipher.encrypt(base32, place(id)) };
  }

  /**
   * The step whose code this is, of a secret that was offered to this person. @throws 401 `wrong_second_factor` when it is none, 422
   * `second_factor_not_offered` for what was not offered to them
   */
  stepOf({ id, email }: Pick<UserEntity, 'id' | 'email'>, sealed: string, code: string): number {
    const now = this.platform.clock.now().getTime();
    const off = totp(this.opened(id, sealed), email).validate({ token: code, timestamp: now, window: STEPS_OFF });
    if (off === null) throw identityErrors.problem('wrong_second_factor');
    return Math.floor(now / (STEP_SECONDS * SECOND_MS)) + off;
  }

  private opened(userId: string, sealed: string): string {
    try {
      return this.cipher.decrypt(sealed, place(userId));
    } catch (error) {
      if (error instanceof UnreadableValueError) throw identityErrors.problem('second_factor_not_offered');
      throw error;
    }
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
    const isUsed = RECOVERY_CODE.test(code)
      ? await this.useUpRecovery(user.id, code)
      : await this.useUp(user.id, user.totpSecretEncrypted, this.stepOf(user, user.totpSecretEncrypted, code));
    if (!isUsed) throw identityErrors.problem('wrong_second_factor');
  }

  /** For a phone that is lost; each works once. False when it is none of theirs, or used. */
  private async useUpRecovery(userId: string, code: string): Promise<boolean> {
    const used = await this.platform.database.run(
      `UPDATE users SET recovery_hashes = array_remove(recovery_hashes, $2)
       WHERE id = $1 AND $2 = ANY (recovery_hashes)`,
      [userId, sha256(code)],
    );
    return used === 1;
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

/** 128 random bits: as a hash nobody can try them. */
export const newRecoveryCode = (): string => new Secret({ size: RECOVERY_BYTES }).base32.toLowerCase();

const totp = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Aegis', label, secret, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS });
