import { Injectable, Logger } from '@nestjs/common';
import { ENCRYPTED_COLUMNS } from '../../../platform/crypto/encrypted-columns.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { bigint, uuid } from '../../../platform/database/sql-types.js';
import { composed } from '../../../platform/database/statement.js';
import { PERSONAL_DATA } from '../registry/registry.js';
import type { ColumnEntry, TableEntry } from '../registry/registry.types.js';
import { positionOrNull } from '../../../platform/database/geography.js';
import { Platform } from '../../../platform/platform.js';

export type ExportedRow = Record<string, unknown>;

export interface ExportSection {
  table: string;
  entry: TableEntry;
  rows: number;
}

const BATCH = 500;

/** Reads everything held on a person, table by table as the registry says, never more than a batch at a time. */
@Injectable()
export class PersonReader {
  private readonly logger = new Logger('exports');

  constructor(
    private readonly cipher: FieldCipher,
    private readonly platform: Platform,
  ) {}

  /** Which tables hold rows of the person, and how many. */
  async sections(userId: string): Promise<ExportSection[]> {
    const shown = Object.entries(PERSONAL_DATA).filter(
      ([, entry]) => entry.owner !== undefined && shownColumns(entry, true).length > 0,
    );
    const here = shown.filter(([, { standsApart }]) => !standsApart);
    const apart = shown.filter(([, { standsApart }]) => standsApart);
    const counted = await this.platform.database.readElsewhere(() => this.count(here, userId));
    return [...counted, ...(await this.count(apart, userId))];
  }

  private async count(tables: readonly [string, TableEntry][], userId: string): Promise<ExportSection[]> {
    const sections: ExportSection[] = [];
    for (const [table, entry] of tables) {
      const counting = composed({
        takes: [uuid],
        gives: { rows: bigint('count(*)') },
        text: (row) => `SELECT ${row} FROM ${table} WHERE ${scopeOf(entry)}`,
      });
      const row = await this.platform.database.row(counting, [userId]);
      if (row && row.rows > 0) sections.push({ table, entry, rows: row.rows });
    }
    return sections;
  }

  /** Rows by their key; of those the person was only a party to, without what is the other's. */
  async *rows(table: string, entry: TableEntry, userId: string): AsyncGenerator<ExportedRow> {
    for (let after: unknown = null; ;) {
      const from = after;
      const batch = await this.read(entry, () => this.batch(table, entry, userId, from));
      for (const { exportKey, isOwner, ...row } of batch) {
        yield this.readable(table, entry, row, isOwner === true);
        after = exportKey;
      }
      if (batch.length < BATCH) return;
    }
  }

  /** What may lie on other servers is on none that a replica of this one could ask. */
  private read<T>({ standsApart }: TableEntry, work: () => Promise<T>): Promise<T> {
    return standsApart ? work() : this.platform.database.readElsewhere(work);
  }

  private batch(table: string, entry: TableEntry, userId: string, after: unknown): Promise<ExportedRow[]> {
    const { column, type } = entry.key;
    // As text: a JavaScript Date would round a moment to the millisecond and read a row twice or never.
    // The fence: a walk along the key of the whole table, until a batch of the person's is found, is a look at everybody's rows.
    // Where they are found by one key the walk is along that.
    const fence = /\bOR\b|\bANY\b/.test(scopeOf(entry)) ? 'OFFSET 0' : '';
    return this.platform.database.anyRows(
      `SELECT ${column}::text AS "exportKey", (${entry.owner}) AS "isOwner", id_of_row AS "rowId", ${selectList(entry)}
       FROM (SELECT *, ${rowIdOf(table)} AS id_of_row FROM ${table} WHERE ${scopeOf(entry)} ${fence}) AS ${table}
       WHERE $2::text IS NULL OR ${column} > $2::${type}
       ORDER BY ${column} LIMIT ${BATCH}`,
      [userId, after],
    );
  }

  private readable(table: string, entry: TableEntry, row: ExportedRow, isOwner: boolean): ExportedRow {
    const rowId = String(row.rowId);
    return Object.fromEntries(
      shownColumns(entry, isOwner).map(([column, { export: form }]) => {
        const value = row[column];
        const place = { table, column, rowId };
        if (value === null || value === undefined) return [column, null];
        if (form === 'decrypted')
          return [column, this.opened(place, () => this.cipher.decrypt(value as string, place))];
        if (form === 'picture') return [column, this.opened(place, () => this.picture(value as Buffer, place))];
        return [column, value];
      }),
    );
  }

  private picture(sealed: Buffer, place: Parameters<FieldCipher['decryptBytes']>[1]): string {
    return `data:image/jpeg;base64,${this.cipher.decryptBytes(sealed, place).toString('base64')}`;
  }

  /** One value that no key opens is named in the file and in the log; the rest of what is held is still the person's to have. */
  private opened(
    { table, column, rowId }: { table: string; column: string; rowId: string },
    open: () => string,
  ): string {
    try {
      return open();
    } catch (error) {
      this.logger.error(`${table}.${column} of ${rowId} cannot be read: ${String(error)}`);
      return '(cannot be read)';
    }
  }
}

const shownColumns = (entry: TableEntry, isOwner: boolean): [string, ColumnEntry][] =>
  Object.entries(entry.columns).filter(
    ([, column]) => column.export !== 'hidden' && (isOwner || !column.ofTheOtherParty),
  );

const selectList = (entry: TableEntry): string =>
  shownColumns(entry, true)
    .map(([column, { export: form }]) => (form === 'position' ? `${positionOrNull(column)} AS ${column}` : column))
    .join(', ');

const scopeOf = (entry: TableEntry): string =>
  (entry.party === undefined ? entry.owner : `${entry.owner} OR ${entry.party}`) ?? 'false';

/** What the associated data of the table's ciphertext names its rows by. */
const rowIdOf = (table: string): string =>
  ENCRYPTED_COLUMNS.find((encrypted) => encrypted.table === table)?.key ?? 'NULL::text';
