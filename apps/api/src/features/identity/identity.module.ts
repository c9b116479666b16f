import { Global, Module } from '@nestjs/common';
import { Authenticator } from '../../platform/http/access.js';
import { AccountTokens } from './credentials/account-tokens.js';
import { AccountsService } from './users/accounts.service.js';
import { AuthController } from './credentials/auth.controller.js';
import { CredentialsController } from './credentials/credentials.controller.js';
import { EmailChange } from './credentials/email-change.js';
import { EmailVerification } from './credentials/email-verification.js';
import { OwnProof } from './credentials/own-proof.js';
import { PasskeyProofs } from './passkeys/passkey-proofs.js';
import { PasskeySignIn } from './passkeys/passkey-sign-in.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { PasskeysRepository } from './passkeys/passkeys.repository.js';
import { PasskeysService } from './passkeys/passkeys.service.js';
import { RelyingParty } from './passkeys/relying-party.js';
import { OwnSecondFactor } from './credentials/own-second-factor.js';
import { PasswordChange } from './credentials/password-change.js';
import { Passwords } from './credentials/passwords.js';
import { PhotoController } from './users/photo.controller.js';
import { RecentSessions } from './sessions/recent-sessions.js';
import { Registration } from './users/registration.js';
import { Rights } from './credentials/rights.js';
import { SecondFactor } from './credentials/second-factor.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignIn } from './credentials/sign-in.js';
import { SignInFailures } from './credentials/sign-in-failures.js';
import { UserFiles } from './users/user-files.js';
import { UsersController } from './users/users.controller.js';
import { UsersRepository } from './users/users.repository.js';
import { UsersService } from './users/users.service.js';

/** Global because the access check of every route asks it who is calling. */
@Global()
@Module({
  controllers: [AuthController, CredentialsController, PasskeysController, PhotoController, UsersController],
  providers: [
    AccountTokens,
    AccountsService,
    EmailChange,
    EmailVerification,
    OwnProof,
    OwnSecondFactor,
    PasskeyProofs,
    PasskeySignIn,
    PasskeysRepository,
    PasskeysService,
    PasswordChange,
    Passwords,
    RecentSessions,
    Registration,
    RelyingParty,
    Rights,
    SecondFactor,
    SessionCookie,
    SessionsRepository,
    SessionsService,
    SignIn,
    SignInFailures,
    UserFiles,
    UsersRepository,
    UsersService,
    { provide: Authenticator, useExisting: SessionsService },
  ],
  exports: [
    AccountTokens,
    AccountsService,
    Authenticator,
    EmailChange,
    SecondFactor,
    SessionCookie,
    SessionsService,
    UserFiles,
    UsersService,
  ],
})
export class IdentityModule {}
