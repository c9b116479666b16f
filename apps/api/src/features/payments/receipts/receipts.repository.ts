import { Injectable } from '@nestjs/common';
import { receiptEntries, receiptSalts } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { arrayOf, bytes, type RowOf, texts, uuids } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const ENTRY = pick(receiptEntries, 'sequence', 'kind', 'body', 'hash', 'keyId', 'signature');
export type EntryRow = RowOf<typeof ENTRY>;
const SALT = pick(receiptSalts, 'label', 'salt', 'commitment', 'personId');
export type SaltRow = RowOf<typeof SALT>;

const ENTRIES_OF_JOB = statement({
  name: 'receipt_entries_of_job',
  takes: [receiptEntries.jobId],
  gives: ENTRY,
  text: (row) => `SELECT ${row} FROM receipt_entries WHERE job_id = $1 ORDER BY sequence`,
});

const APPEND = statement({
  name: 'receipt_append',
  takes: [
    ...([receiptEntries.id, receiptEntries.jobId, receiptEntries.sequence, receiptEntries.kind] as const),
    ...([receiptEntries.party, receiptEntries.body, receiptEntries.hash, receiptEntries.previousHash] as const),
    ...([receiptEntries.keyId, receiptEntries.signature, receiptEntries.createdAt] as const),
  ],
  text: `
    INSERT INTO receipt_entries (id, job_id, sequence, kind, party, body, hash, previous_hash, key_id, signature, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
});

const SALTS_OF_JOB = statement({
  name: 'receipt_salts_of_job',
  takes: [receiptSalts.jobId],
  gives: SALT,
  text: (row) => `SELECT ${row} FROM receipt_salts WHERE job_id = $1 ORDER BY label, id`,
});

/** All at once: each on its own would cost as much as all. */
const ADD_SALTS = statement({
  name: 'receipt_add_salts',
  takes: [receiptSalts.jobId, uuids, uuids, texts, arrayOf(bytes), arrayOf(bytes)],
  text: `
    INSERT INTO receipt_salts (id, job_id, person_id, label, salt, commitment)
    SELECT id, $1, person_id, label, salt, commitment
    FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[]) AS new (id, person_id, label, salt, commitment)`,
});

export interface NewEntry extends EntryRow {
  id: string;
  jobId: string;
  party: 'customer' | 'guard' | null;
  previousHash: Buffer | null;
  createdAt: Date;
}

/** Entries of signed receipts, and the salts of what they commit to. */
@Injectable()
export class ReceiptsRepository {
  constructor(private readonly database: Database) {}

  /** In their order. */
  entriesOf(jobId: string): Promise<EntryRow[]> {
    return this.database.rows(ENTRIES_OF_JOB, [jobId]);
  }

  async append(entry: NewEntry): Promise<void> {
    await this.database.run(APPEND, [
      ...([entry.id, entry.jobId, entry.sequence, entry.kind] as const),
      ...([entry.party, entry.body, entry.hash, entry.previousHash] as const),
      ...([entry.keyId, entry.signature, entry.createdAt] as const),
    ]);
  }

  /** Those that are not erased. */
  saltsOf(jobId: string): Promise<SaltRow[]> {
    return this.database.rows(SALTS_OF_JOB, [jobId]);
  }

  async addSalts(jobId: string, salts: readonly (SaltRow & { id: string })[]): Promise<void> {
    if (salts.length === 0) return;
    const all = <Key extends keyof SaltRow | 'id'>(key: Key) => salts.map((salt) => salt[key]);
    await this.database.run(ADD_SALTS, [
      ...([jobId, all('id'), all('personId'), all('label')] as const),
      ...([all('salt'), all('commitment')] as const),
    ]);
  }
}
