import type { indexUse } from '@aegis/contract';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Database } from '../../../platform/database/database.js';
import { bigint, boolean, identifier, instant } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

/** `rowsRead`: index entries that the scans returned. */
export type IndexUse = z.output<typeof indexUse> & { rowsRead: number };

/**
 * One row for each index of ours, those of partitions added up under the partitioned index they belong to. A check of
 * uniqueness is no scan: a unique index that was never used still keeps its rule. Scans on replicas are counted there.
 */
const INDEX_USE = statement({
  gives: {
    table: identifier('t.relname'),
    index: identifier('i.relname'),
    scans: bigint('COALESCE(sum(s.idx_scan), 0)::bigint'),
    rowsRead: bigint('COALESCE(sum(s.idx_tup_read), 0)::bigint'),
    sizeBytes: bigint('COALESCE(sum(pg_relation_size(COALESCE(leaf.inhrelid, i.oid))), 0)::bigint'),
    unique: boolean('x.indisunique'),
    neverUsed: boolean('COALESCE(sum(s.idx_scan), 0) = 0'),
  },
  text: (row) => `
  SELECT ${row}
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid AND NOT i.relispartition
  JOIN pg_class t ON t.oid = x.indrelid
  LEFT JOIN pg_inherits leaf ON leaf.inhparent = i.oid
  LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = COALESCE(leaf.inhrelid, i.oid)
  WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'migrations'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
  GROUP BY t.relname, i.relname, x.indisunique
  ORDER BY scans, "sizeBytes" DESC, "index"`,
});

const COUNTED_SINCE = statement({
  gives: { since: instant.orNull('stats_reset') },
  text: (row) => `SELECT ${row} FROM pg_stat_database WHERE datname = current_database()`,
});

/** What each index costs and how much it is used: one without use slows every write down for nothing. */
@Injectable()
export class IndexReport {
  constructor(private readonly database: Database) {}

  /** The least used first, of those the largest. */
  read(): Promise<IndexUse[]> {
    return this.database.rows(INDEX_USE);
  }

  /** When the server began to count; null when its statistics were never reset. */
  async countedSince(): Promise<Date | null> {
    return (await this.database.row(COUNTED_SINCE))?.since ?? null;
  }
}
