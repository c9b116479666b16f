import { Injectable } from '@nestjs/common';
import type { FileContent } from '@aegis/contract';
import { Platform } from '../../../platform/platform.js';
import { type ExportSource, jsonExport } from './json-export.js';
import { pdfExport } from './pdf-export.js';
import { PersonReader } from './person-reader.js';

export type ExportFormat = 'json' | 'pdf';

@Injectable()
export class ExportWriter {
  constructor(
    private readonly reader: PersonReader,
    private readonly platform: Platform,
  ) {}

  async source(userId: string): Promise<ExportSource> {
    return {
      generatedAt: this.platform.clock.now(),
      sections: await this.reader.sections(userId),
      rows: ({ table, entry }) => this.reader.rows(table, entry, userId),
    };
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
