import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../platform/http/handles.js';
import { pageOf, readCursor } from '../../platform/http/paging.js';
import { NamedAudit } from './named-audit.js';
import { PrivacyRequestsRepository } from './privacy-requests.repository.js';
import { RetentionReport } from './retention/retention-report.js';

/** What an administrator sees of privacy: requests, retention and the audit log. */
@Controller()
export class OversightController {
  constructor(
    private readonly requests: PrivacyRequestsRepository,
    private readonly retention: RetentionReport,
    private readonly audit: NamedAudit,
  ) {}

  @Handles(api.admin.privacyRequests)
  async privacyRequests(
    @Received() { query }: RequestTo<typeof api.admin.privacyRequests>,
  ): Promise<Answer<typeof api.admin.privacyRequests>> {
    const rows = await this.requests.list(query.kind ?? null, readCursor(query.cursor), query.limit + 1);
    return pageOf(rows, query.limit, (request) => ({ at: request.requestedAt, id: request.id }));
  }

  @Handles(api.admin.retention)
  async showRetention(
    @Received() _request: RequestTo<typeof api.admin.retention>,
  ): Promise<Answer<typeof api.admin.retention>> {
    return { items: await this.retention.read(), nextCursor: null };
  }

  @Handles(api.admin.auditLog)
  async auditLog(
    @Received() { query }: RequestTo<typeof api.admin.auditLog>,
  ): Promise<Answer<typeof api.admin.auditLog>> {
    const before = query.cursor === undefined ? null : Number(query.cursor);
    const rows = await this.audit.list(before, query.limit + 1);
    const items = rows.slice(0, query.limit);
    return { items, nextCursor: rows.length > query.limit ? String(items.at(-1)?.position) : null };
  }
}
