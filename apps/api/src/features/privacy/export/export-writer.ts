import { Injectable } from '@nestjs/common';
import type { FileContent } from '@aegis/contract';
import { isLanguage, type Language } from '@aegis/words/languages';
import { Platform } from '../../../platform/platform.js';
import { SessionsService } from '../../identity/sessions/sessions.service.js';
import { PEOPLE } from '../registry/people.js';
import { type ExportSource, jsonExport } from './json-export.js';
import { pdfExport } from './pdf-export.js';
import { type ExportedRow, PersonReader } from './person-reader.js';

export type ExportFormat = 'json' | 'pdf';

const SESSIONS = 'sessions';

async function* each(rows: readonly ExportedRow[]): AsyncGenerator<ExportedRow> {
  for (const row of rows) yield await Promise.resolve(row);
}

@Injectable()
export class ExportWriter {
  constructor(
    private readonly reader: PersonReader,
    private readonly sessions: SessionsService,
    private readonly platform: Platform,
  ) {}

  async source(userId: string): Promise<ExportSource> {
    const sections = await this.reader.sections(userId);
    const elsewhere = sections.some(({ table }) => table === SESSIONS) ? [] : await this.sessionsElsewhere(userId);
    const entry = PEOPLE[SESSIONS];
    if (entry && elsewhere.length > 0) sections.push({ table: SESSIONS, entry, rows: elsewhere.length });
    return {
      generatedAt: this.platform.clock.now(),
      reader: { id: userId, language: await this.languageOf(userId) },
      sections,
      rows: ({ table, entry }) =>
        table === SESSIONS && elsewhere.length > 0 ? each(elsewhere) : this.reader.rows(table, entry, userId),
    };
  }

  /** From what is held on them, whatever their standing: who may ask for nothing else may ask for this. */
  private async languageOf(userId: string): Promise<Language> {
    const entry = PEOPLE['users'];
    if (entry)
      for await (const { language } of this.reader.rows('users', entry, userId))
        if (isLanguage(language)) return language;
    return 'en';
  }

  /** With Redis no session is in the database; what is said of each is the same. */
  private async sessionsElsewhere(userId: string): Promise<ExportedRow[]> {
    return (await this.sessions.ofUser(userId)).map((session) => ({
      ...{ id: session.id, user_id: session.userId, device: session.device, ip: session.ip },
      ...{ created_at: session.createdAt, last_active_at: session.lastActiveAt, expires_at: session.expiresAt },
    }));
  }

  file(source: ExportSource, format: ExportFormat): FileContent {
    return { ...this.describe(format), content: format === 'pdf' ? pdfExport(source) : jsonExport(source) };
  }

  describe(format: ExportFormat): { contentType: string; fileName: string } {
    const day = this.platform.clock.now().toISOString().slice(0, 10);
    return {
      contentType: format === 'pdf' ? 'application/pdf' : 'application/json; charset=utf-8',
      fileName: `aegis-export-${day}.${format}`,
    };
  }
}
