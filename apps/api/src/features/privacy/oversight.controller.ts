import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { pageOf, readCursor } from '../../platform/http/paging.js';
import { ReadsElsewhere } from '../../platform/http/reads-elsewhere.js';
import { UsersService } from '../identity/users/users.service.js';
import { MOST_SOUGHT, NamedAudit } from './named-audit.js';
import { PrivacyRequestsRepository } from './privacy-requests.repository.js';
import { RetentionReport } from './retention/retention-report.js';

/** What an administrator sees of privacy: requests, retention and the audit log. */
@Controller()
export class OversightController {
  constructor(
    private readonly requests: PrivacyRequestsRepository,
    private readonly retention: RetentionReport,
    private readonly audit: NamedAudit,
    private readonly users: UsersService,
  ) {}

  @ReadsElsewhere()
  @Handles(api.admin.privacyRequests)
  async privacyRequests(
    @Received() { query }: RequestTo<typeof api.admin.privacyRequests>,
  ): Promise<Answer<typeof api.admin.privacyRequests>> {
    const { kind = null, cursor, limit, words } = query;
    const of = words === undefined ? null : (await this.users.search(words, MOST_SOUGHT)).map(({ id }) => id);
    const rows = await this.requests.list({ kind, of }, readCursor(cursor), limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, (request) => ({ at: request.requestedAt, id: request.id }));
    const people = await this.users.known([...new Set(items.map(({ userId }) => userId))]);
    const named = items.map((request) => ({
      ...request,
      userName: people.get(request.userId)?.name ?? request.userId,
    }));
    return { items: named, nextCursor };
  }

  @Handles(api.admin.retention)
  async showRetention(
    @Received() _request: RequestTo<typeof api.admin.retention>,
  ): Promise<Answer<typeof api.admin.retention>> {
    return { items: await this.retention.read(), nextCursor: null };
  }

  @ReadsElsewhere()
  @Handles(api.admin.auditLog)
  async auditLog(
    @Received() { query }: RequestTo<typeof api.admin.auditLog>,
  ): Promise<Answer<typeof api.admin.auditLog>> {
    const { cursor, actorRole = null, words } = query;
    const before = cursor === undefined ? null : Number(cursor);
    const rows = await this.audit.list({ before, actorRole, words }, query.limit + 1);
    const items = rows.slice(0, query.limit);
    return { items, nextCursor: rows.length > query.limit ? String(items.at(-1)?.position) : null };
  }
}
