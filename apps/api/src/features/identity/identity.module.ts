import { Global, Module } from '@nestjs/common';
import { Authenticator } from '../../platform/http/access.js';
import { AccountTokens } from './credentials/account-tokens.js';
import { AccountsService } from './users/accounts.service.js';
import { AuthController } from './credentials/auth.controller.js';
import { CredentialsController } from './credentials/credentials.controller.js';
import { EmailChange } from './credentials/email-change.js';
import { EmailVerification } from './credentials/email-verification.js';
import { PasswordChange } from './credentials/password-change.js';
import { Passwords } from './credentials/passwords.js';
import { PhotoController } from './users/photo.controller.js';
import { RecentSessions } from './sessions/recent-sessions.js';
import { Registration } from './users/registration.js';
import { SecondFactor } from './credentials/second-factor.js';
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
  controllers: [AuthController, CredentialsController, PhotoController, UsersController],
  providers: [
    AccountTokens,
    AccountsService,
    EmailChange,
    EmailVerification,
    PasswordChange,
    Passwords,
    RecentSessions,
    Registration,
    SecondFactor,
    SessionsRepository,
    SessionsService,
    SignIn,
    SignInFailures,
    UserFiles,
    UsersRepository,
    UsersService,
    { provide: Authenticator, useExisting: SessionsService },
  ],
  exports: [AccountTokens, AccountsService, Authenticator, SecondFactor, SessionsService, UserFiles, UsersService],
})
export class IdentityModule {}
