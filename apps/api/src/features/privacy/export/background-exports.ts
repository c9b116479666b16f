import { Injectable, Logger } from '@nestjs/common';
import { DAY_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { UsersService } from '../../identity/users/users.service.js';
import { exportMail } from '../mails.js';
import { type PrivacyRequest, PrivacyRequestsRepository } from '../privacy-requests.repository.js';
import { ExportWriter } from './export-writer.js';

/** Small enough for one value, large enough that a million positions are a few hundred rows. */
const PART_BYTES = 512 * 1024;
/** A process that began an export and has not finished it by then is gone. */
const STALE_MS = 15 * MINUTE_MS;

const place = (id: string, part: number) => ({ table: 'export_parts', column: 'content', rowId: `${id}/${part}` });

/** Exports that are too large to be made while somebody waits: kept encrypted, in parts, for seven days. */
@Injectable()
export class BackgroundExports {
  private readonly logger = new Logger('exports');

  constructor(
    private readonly requests: PrivacyRequestsRepository,
    private readonly writer: ExportWriter,
    private readonly cipher: FieldCipher,
    private readonly users: UsersService,
    private readonly mail: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  /** Makes what is asked for, until nothing is left; any process may. */
  async run(): Promise<{ made: number; failed: number }> {
    const counts = { made: 0, failed: 0 };
    while (!this.platform.schedule.isEnding) {
      const now = this.platform.clock.now();
      const request = await this.requests.takeDue('export', now, shift(now, -STALE_MS));
      if (!request) return counts;
      try {
        await this.make(request);
        counts.made++;
      } catch (error) {
        this.logger.error(`export ${request.id}`, error instanceof Error ? error.stack : String(error));
        await this.requests.finish(request.id, 'failed', { at: this.platform.clock.now() });
        counts.failed++;
      }
    }
    return counts;
  }

  async *read(id: string): AsyncGenerator<Uint8Array> {
    for (let part = 0; ; part++) {
      const sealed = await this.requests.part(id, part);
      if (!sealed) return;
      yield this.cipher.decryptBytes(sealed, place(id, part));
    }
  }

  private async make({ id, userId, format }: PrivacyRequest): Promise<void> {
    const { clock, config } = this.platform;
    const file = this.writer.file(await this.writer.source(userId), format ?? 'json');
    let pending: Uint8Array[] = [];
    let size = 0;
    let part = 0;
    const store = async (): Promise<void> => {
      await this.requests.addPart(id, part, this.cipher.encryptBytes(Buffer.concat(pending), place(id, part)));
      [pending, size, part] = [[], 0, part + 1];
    };
    for await (const chunk of file.content as AsyncIterable<Uint8Array>) {
      pending.push(chunk);
      size += chunk.length;
      if (size >= PART_BYTES) await store();
    }
    if (size > 0) await store();
    const expiresAt = shift(clock.now(), config.rules.EXPORT_LINK_DAYS * DAY_MS);
    if (!(await this.requests.finish(id, 'done', { at: clock.now(), expiresAt, outcome: { parts: part } }))) return;
    this.mail.send(exportMail(await this.users.get(userId), this.mail.baseUrl, expiresAt));
  }
}
