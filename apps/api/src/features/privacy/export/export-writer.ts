import { Injectable } from '@nestjs/common';
import type { FileContent } from '@aegis/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { type ExportSource, jsonExport } from './json-export.js';
import { pdfExport } from './pdf-export.js';
import { PersonReader } from './person-reader.js';

export type ExportFormat = 'json' | 'pdf';

@Injectable()
export class ExportWriter {
  constructor(
    private readonly reader: PersonReader,
    private readonly clock: Clock,
  ) {}

  async source(userId: string): Promise<ExportSource> {
    return {
      generatedAt: this.clock.now(),
      sections: await this.reader.sections(userId),
      rows: ({ table, entry }) => this.reader.rows(table, entry, userId),
    };
  }

  file(source: ExportSource, format: ExportFormat): FileContent {
    return { ...this.describe(format), content: format === 'pdf' ? pdfExport(source) : jsonExport(source) };
  }

  describe(format: ExportFormat): { contentType: string; fileName: string } {
    const day = this.clock.now().toISOString().slice(0, 10);
    return {
      contentType: format === 'pdf' ? 'application/pdf' : 'application/json; charset=utf-8',
      fileName: `aegis-export-${day}.${format}`,
    };
  }
}
