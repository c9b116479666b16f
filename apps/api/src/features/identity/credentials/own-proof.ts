import { Injectable } from '@nestjs/common';
import { users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { identityErrors } from '../identity.errors.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { UserEntity } from '../users/user.entity.js';
import { UsersRepository } from '../users/users.repository.js';
import { Passwords } from './passwords.js';
import { SecondFactor } from './second-factor.js';
import { SignInFailures } from './sign-in-failures.js';

type Signed = Pick<Caller, 'userId' | 'sessionId'>;

/** Changes of the ways into one account wait for each other. */
const HOLD = statement({
  takes: [users.id],
  gives: pick(users, 'id', 'email', 'language'),
  text: (row) => `SELECT ${row} FROM users WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`,
});

/** Who is signed in shows once more who they are, before a way into the account is changed. */
@Injectable()
export class OwnProof {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly factor: SecondFactor,
    private readonly failures: SignInFailures,
    private readonly sessions: SessionsService,
    private readonly database: Database,
  ) {}

  /** By the password alone. @throws 422 `wrong_password`; 429 after too many of them */
  async byPassword(caller: Signed, password: string): Promise<UserEntity> {
    const user = await this.tried(caller, password);
    await this.failures.forgetOwn(caller.sessionId);
    return user;
  }

  /** By the password, and the code of the second factor where there is one. @throws 422, 401, 429 */
  async proved(caller: Signed, proof: { password: string; code?: string | undefined }): Promise<UserEntity> {
    const user = await this.tried(caller, proof.password);
    await this.factor.check(user, proof.code);
    await this.failures.forgetOwn(caller.sessionId);
    return user;
  }

  /**
   * Holds the account to the end of the transaction.
   * @throws 409 `account_changed` when it was closed, or the session of the caller has ended, since they were let in
   */
  async held({ userId, sessionId }: Signed): Promise<RowFrom<typeof HOLD>> {
    const row = await this.database.row(HOLD, [userId]);
    // Asked by itself: a statement that has waited for the account sees sessions as they were before it waited.
    if (!row || !(await this.sessions.liveOf([sessionId])).has(sessionId))
      throw identityErrors.problem('account_changed');
    return row;
  }

  private async tried({ userId, sessionId }: Signed, password: string): Promise<UserEntity> {
    await this.failures.beginOwnTry(sessionId);
    const user = await this.users.byId(userId);
    if (user && (await this.passwords.matches(user.passwordHash, password))) return user;
    if (user) this.failures.tellOfGuesses(user);
    throw identityErrors.problem('wrong_password');
  }
}
