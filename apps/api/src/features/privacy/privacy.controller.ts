import { Controller } from '@nestjs/common';
import { api, type Answer, type FileContent } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { Platform } from '../../platform/platform.js';
import { AccountTokens } from '../identity/credentials/account-tokens.js';
import { AccountsService, type SignedIn } from '../identity/users/accounts.service.js';
import { deviceOf, SessionCookie } from '../identity/sessions/session-cookie.js';
import { UsersService } from '../identity/users/users.service.js';
import { AccountClosing } from './erasure/account-closing.js';
import { ExportsService } from './export/exports.service.js';

@Controller()
export class PrivacyController {
  constructor(
    private readonly closing: AccountClosing,
    private readonly exports: ExportsService,
    private readonly tokens: AccountTokens,
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly cookie: SessionCookie,
    private readonly platform: Platform,
  ) {}

  @Handles(api.users.eraseMe)
  async eraseMe(@Received() { caller, http, reply }: RequestTo<typeof api.users.eraseMe>): Promise<void> {
    await this.closing.close(caller.userId, 'on_request');
    this.cookie.forget(http, reply);
  }

  @Handles(api.auth.cancelErasure)
  async cancelErasure(@Received() { body, http, reply }: RequestTo<typeof api.auth.cancelErasure>): Promise<SignedIn> {
    const signedIn = await this.platform.database.transaction(async () => {
      const { userId } = await this.tokens.use(body.token, 'cancel_erasure');
      await this.closing.reopen(userId);
      return this.accounts.enter(await this.users.get(userId), deviceOf(http));
    });
    return this.cookie.keep(signedIn, http, reply);
  }

  @Handles(api.users.exportMe)
  async exportMe(@Received() { caller, query, reply }: RequestTo<typeof api.users.exportMe>): Promise<FileContent> {
    const { location, ...file } = await this.exports.ask(caller, query.format);
    if (location !== undefined) void reply.header('location', location);
    return file;
  }

  @Handles(api.users.exports)
  list(@Received() { caller }: RequestTo<typeof api.users.exports>): Promise<Answer<typeof api.users.exports>> {
    return this.exports.list(caller);
  }

  @Handles(api.users.downloadExport)
  download(@Received() { caller, params }: RequestTo<typeof api.users.downloadExport>): Promise<FileContent> {
    return this.exports.download(caller, params.id);
  }
}
