import { pgDump } from '../pg-dump.js';

/** Partitions come and go by the day, TypeORM keeps its own tables. */
const NOT_OURS = [
  '--exclude-table=location_history_2*',
  '--exclude-table=migrations',
  '--exclude-table=migrations_id_seq',
  '--exclude-table=typeorm_metadata',
];

/** The schema of the database at `url` as SQL that is the same for the same schema, whichever server printed it. */
export async function dumpSchemaSql(url: string): Promise<string> {
  return normalise(await pgDump(url, ['--schema-only', '--no-owner', '--no-privileges', ...NOT_OURS]));
}

const HEAD = `-- Written by "npm run db -- dump" from the migrations. Do not edit: CI compares it with what they make.
`;

/**
 * Takes out what differs between runs and versions: the head with both versions, session settings, the random key of
 * \\restrict, the comments that extensions bring along, and pg_dump's own headings.
 */
export function normalise(dump: string): string {
  const statements = dump
    .replace(/^--\n-- .*\n--\n/gm, '')
    .replace(/^-- Dumped .*\n/gm, '')
    .replace(/^\\(un)?restrict .*\n/gm, '')
    .replace(/^SET .*;\n/gm, '')
    .replace(/^SELECT pg_catalog\.set_config.*;\n/gm, '')
    .replace(/^COMMENT ON EXTENSION .*;\n/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return `${HEAD}\n${statements}\n`;
}
