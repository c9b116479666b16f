import { Injectable, Logger } from '@nestjs/common';
import { type Answer, api, API_BASE_PATH, type FileContent } from '@aegis/contract';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { actorOf } from '../../../platform/timeline/timeline.js';
import { privacyErrors } from '../privacy.errors.js';
import { type PrivacyRequest, PrivacyRequestsRepository } from '../privacy-requests.repository.js';
import { BackgroundExports } from './background-exports.js';
import { type ExportFormat, ExportWriter } from './export-writer.js';

const RETRY_AFTER_SECONDS = 5;

/** Everything held on the caller: at once when it is little, in the background when it is much. */
@Injectable()
export class ExportsService {
  private readonly logger = new Logger('exports');

  constructor(
    private readonly writer: ExportWriter,
    private readonly requests: PrivacyRequestsRepository,
    private readonly background: BackgroundExports,
    private readonly platform: Platform,
  ) {}

  async ask(caller: Caller, format: ExportFormat): Promise<FileContent & { location?: string }> {
    await this.platform.audit.record({
      action: 'privacy.export',
      actor: actorOf(caller),
      subjectId: caller.userId,
      facts: { format },
    });
    const source = await this.writer.source(caller.userId);
    const rows = source.sections.reduce((sum, section) => sum + section.rows, 0);
    if (rows <= this.platform.config.rules.EXPORT_INLINE_ROWS) return this.writer.file(source, format);
    return this.queue(caller, format);
  }

  async list(caller: Caller): Promise<Answer<typeof api.users.exports>> {
    const requests = await this.requests.ofUser(caller.userId, 'export');
    const items = requests.map((request) => ({
      ...request,
      format: request.format ?? 'json',
      link: request.status === 'done' ? linkOf(request.id) : null,
    }));
    return { items, nextCursor: null };
  }

  /** @throws 404 for somebody else's, 409 while it is being made, 410 when its days are over. */
  async download(caller: Caller, id: string): Promise<FileContent> {
    const request = (await this.requests.ofUser(caller.userId, 'export')).find((own) => own.id === id);
    if (!request) throw httpErrors.problem('not_found');
    if (request.status === 'pending')
      throw privacyErrors.problem('export_not_ready', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    if (request.status !== 'done' || !request.expiresAt || request.expiresAt <= this.platform.clock.now())
      throw privacyErrors.problem('export_gone');
    const format = request.format ?? 'json';
    return { ...this.writer.describe(format), content: this.background.read(id) };
  }

  private async queue(caller: Caller, format: ExportFormat): Promise<FileContent & { location: string }> {
    const now = this.platform.clock.now();
    const open = (await this.requests.ofUser(caller.userId, 'export')).find(isPending(format));
    const id = open?.id ?? this.platform.ids.next();
    if (!open)
      await this.requests.insert({
        id,
        userId: caller.userId,
        kind: 'export',
        cause: 'on_request',
        format,
        requestedAt: now,
        dueAt: now,
      });
    this.background.run().catch((error: unknown) => this.logger.error(String(error)));
    const content = Buffer.from(JSON.stringify({ id, status: 'pending', link: linkOf(id) }));
    return { content, contentType: 'application/json', status: 202, location: linkOf(id) };
  }
}

const isPending =
  (format: ExportFormat) =>
  (request: PrivacyRequest): boolean =>
    request.status === 'pending' && request.format === format;

const linkOf = (id: string): string => API_BASE_PATH + api.users.downloadExport.path.replace(':id', id);
