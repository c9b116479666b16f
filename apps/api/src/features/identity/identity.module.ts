import { Global, Module } from '@nestjs/common';
import { Authenticator } from '../../platform/http/access.js';
import { AccountsService } from './accounts.service.js';
import { AuthController } from './auth.controller.js';
import { Passwords } from './passwords.js';
import { RecentSessions } from './recent-sessions.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

/** Global because the access check of every route asks it who is calling. */
@Global()
@Module({
  controllers: [AuthController, UsersController],
  providers: [
    AccountsService,
    Passwords,
    RecentSessions,
    SessionsRepository,
    SessionsService,
    UsersRepository,
    UsersService,
    { provide: Authenticator, useExisting: SessionsService },
  ],
  exports: [Authenticator, SessionsService, UsersService],
})
export class IdentityModule {}
