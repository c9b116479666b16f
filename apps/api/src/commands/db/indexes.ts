import { parseArgs } from 'node:util';
import { IndexReport, type IndexUse } from '../../features/operations/database/index-report.js';
import { Database } from '../../platform/database/database.js';
import type { Command } from './command.js';
import { withDatabase } from './command-database.js';
import { textTable } from './text-table.js';

const KIBIBYTE = 1024;
const HOUR_MS = 3_600_000;

export const indexes: Command = {
  summary: 'show how much each index is used',
  help: `npm run db -- indexes [--json]

Shows every index, the least used first: how often it was scanned, how many entries that returned, its size, and whether it
was never used since the statistics were last reset. A unique index keeps its rule even when it is never scanned; any other
that stays unused under the real load only slows writing down. Replicas count their own scans.

  --json   the same as JSON`,

  async run(args, context) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
    return withDatabase(context, { create: false }, async ({ dataSource }) => {
      const report = new IndexReport(new Database(dataSource));
      const [uses, countedSince] = [await report.read(), await report.countedSince()];
      const lines = values.json
        ? [JSON.stringify({ countedSince, indexes: uses }, null, 2)]
        : asText(uses, countedSince, new Date());
      for (const line of lines) context.print(line);
      return 0;
    });
  },
};

function asText(uses: readonly IndexUse[], countedSince: Date | null, now: Date): string[] {
  const rows = uses.map((index) => [
    index.table,
    index.index,
    index.scans,
    index.rowsRead,
    Math.ceil(index.sizeBytes / KIBIBYTE),
    index.unique ? 'unique' : '',
    index.neverUsed ? 'never used' : '',
  ]);
  const since =
    countedSince === null
      ? 'Counted since the server keeps statistics: they were never reset.'
      : `Counted for ${Math.round((now.getTime() - countedSince.getTime()) / HOUR_MS)} h, since ${countedSince.toISOString()}.`;
  return [...textTable(['table', 'index', 'scans', 'rows read', 'KiB', 'rule', 'use'], rows), '', since];
}
