import { Global, Module } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Authenticator } from '../../platform/http/access.js';
import { RedisConnection } from '../../platform/redis/redis.module.js';
import { AccountTokens } from './account-tokens.js';
import { AccountsService } from './accounts.service.js';
import { AuthController } from './auth.controller.js';
import { CredentialsController } from './credentials.controller.js';
import { EmailVerification } from './email-verification.js';
import { PasswordChange } from './password-change.js';
import { Passwords } from './passwords.js';
import { PhotoController } from './photo.controller.js';
import { RecentSessions } from './recent-sessions.js';
import { RedisSessions } from './redis-sessions.js';
import { Registration } from './registration.js';
import { SecondFactor } from './second-factor.js';
import { SessionStore } from './session-store.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { SignIn } from './sign-in.js';
import { SignInFailures } from './sign-in-failures.js';
import { UserFiles } from './user-files.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

const sessionStore = ({ client }: RedisConnection, database: Database): SessionStore =>
  client ? new RedisSessions(client, database) : new SessionsRepository(database);

/** Global because the access check of every route asks it who is calling. */
@Global()
@Module({
  controllers: [AuthController, CredentialsController, PhotoController, UsersController],
  providers: [
    AccountTokens,
    AccountsService,
    EmailVerification,
    PasswordChange,
    Passwords,
    RecentSessions,
    Registration,
    SecondFactor,
    SessionsService,
    SignIn,
    SignInFailures,
    UserFiles,
    UsersRepository,
    UsersService,
    { provide: SessionStore, useFactory: sessionStore, inject: [RedisConnection, Database] },
    { provide: Authenticator, useExisting: SessionsService },
  ],
  exports: [AccountTokens, AccountsService, Authenticator, SecondFactor, SessionsService, UserFiles, UsersService],
})
export class IdentityModule {}
