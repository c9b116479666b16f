import type { ExportedRow, ExportSection } from './person-reader.js';
import type { Reader } from './story.js';

export interface ExportSource {
  generatedAt: Date;
  reader: Reader;
  sections: ExportSection[];
  rows(section: ExportSection): AsyncIterable<ExportedRow>;
}

/** One JSON document, written as it is read: an index that says what each part is, then the parts. */
export async function* jsonExport(source: ExportSource): AsyncGenerator<Uint8Array> {
  const index = source.sections.map(({ table, entry, rows }) => ({
    table,
    meaning: entry.meaning,
    kept: entry.retention,
    rows,
  }));
  yield bytes(`{"generatedAt":${JSON.stringify(source.generatedAt)},"index":${JSON.stringify(index)},"data":{`);
  for (const [position, section] of source.sections.entries()) {
    yield bytes(`${position > 0 ? ',' : ''}${JSON.stringify(section.table)}:[`);
    let isFirst = true;
    for await (const row of source.rows(section)) {
      yield bytes(`${isFirst ? '' : ','}\n${JSON.stringify(row)}`);
      isFirst = false;
    }
    yield bytes(']');
  }
  yield bytes('}}\n');
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
