import { Injectable } from '@nestjs/common';
import { ConfigurationError } from '../config/config.js';
import { Database } from '../database/database.js';
import { bigint, bytes, text } from '../database/sql-types.js';
import { composed } from '../database/statement.js';
import { ENCRYPTED_COLUMNS, type EncryptedColumn } from './encrypted-columns.js';
import { FieldCipher, UnreadableValueError } from './field-cipher.js';

interface Sealed {
  /** Names the row physically: two parts of one export share their key column. */
  row: string;
  key: string;
  value: string | Buffer;
}

/** How many values of a column a key has. */
export interface KeyUse {
  column: string;
  keyId: string;
  values: number;
}

const BATCH = 200;

/** The keys as they are in use: tried at the start, counted, and replaced by the active one. */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
  ) {}

  /**
   * One value of every key and column is decrypted, so that a wrong or missing key stops the start and not, weeks later, a
   * guard's payday. @throws ConfigurationError
   */
  async refuseWrongKeys(): Promise<void> {
    for (const column of ENCRYPTED_COLUMNS)
      for (const sample of await this.samples(column))
        try {
          this.open(column, sample);
        } catch (error) {
          if (!(error instanceof UnreadableValueError)) throw error;
          throw new ConfigurationError(
            `ENCRYPTION_KEYS: ${error.message}. The key is missing or is not the one the value was written with.`,
          );
        }
  }

  /** How many values each key holds, by column. */
  async usage(): Promise<KeyUse[]> {
    const counts = ENCRYPTED_COLUMNS.map((column) => this.database.rows(usageOf(column)));
    return (await Promise.all(counts)).flat();
  }

  /**
   * Brings the values of older keys to the active one, in small transactions while the application works. Rows that somebody else
   * holds are left for a second round, which waits for them. Broken off, it goes on where it stopped: a value says itself which key
   * it has.
   * @returns how many were rewritten, and what has an older key still: a process with the keys of before goes on writing those
   */
  async rotate(onProgress: (column: string, done: number) => void): Promise<{ rewritten: number; left: KeyUse[] }> {
    let rewritten = 0;
    for (const isWaiting of [false, true])
      for (const column of ENCRYPTED_COLUMNS)
        for (let done = 0, batch = BATCH; batch > 0;) {
          batch = await this.rotateBatch(column, isWaiting);
          done += batch;
          rewritten += batch;
          if (batch > 0) onProgress(`${column.table}.${column.column}`, done);
        }
    const left = (await this.usage()).filter(({ keyId }) => keyId !== this.cipher.activeId);
    return { rewritten, left };
  }

  private rotateBatch(column: EncryptedColumn, isWaiting: boolean): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.rows(oldOnes(column, isWaiting), [this.cipher.activeHeader]);
      for (const row of rows)
        await this.database.run(`UPDATE ${column.table} SET ${column.column} = $2 WHERE ctid = $1::tid`, [
          row.row,
          this.sealAgain(column, row),
        ]);
      return rows.length;
    });
  }

  private sealAgain(column: EncryptedColumn, sealed: Sealed): string | Buffer {
    const place = { table: column.table, column: column.column, rowId: sealed.key };
    const plain = this.open(column, sealed);
    return typeof plain === 'string' ? this.cipher.encrypt(plain, place) : this.cipher.encryptBytes(plain, place);
  }

  private open({ table, column }: EncryptedColumn, { key, value }: Sealed): string | Buffer {
    const place = { table, column, rowId: key };
    return typeof value === 'string' ? this.cipher.decrypt(value, place) : this.cipher.decryptBytes(value, place);
  }

  private samples(column: EncryptedColumn): Promise<Sealed[]> {
    return this.database.rows(samplesOf(column));
  }
}

const asText = ({ column, kind }: EncryptedColumn): string =>
  kind === 'text' ? column : `encode(substr(${column}, 1, 48), 'escape')`;

const keyIdOf = (column: EncryptedColumn): string => `split_part(${asText(column)}, ':', 2)`;

/** `$1` is the header of the active key. */
const hasHeader = (column: EncryptedColumn): string => `starts_with(${asText(column)}, $1)`;

const valueOf = ({ column, kind }: EncryptedColumn) => (kind === 'text' ? text(column) : bytes(column));

const usageOf = (column: EncryptedColumn) =>
  composed({
    gives: {
      column: text(`'${column.table}.${column.column}'::text`),
      keyId: text(keyIdOf(column)),
      values: bigint('count(*)'),
    },
    text: (row) => `SELECT ${row} FROM ${column.table} WHERE ${column.column} IS NOT NULL GROUP BY 2 ORDER BY 2`,
  });

const oldOnes = (column: EncryptedColumn, isWaiting: boolean) =>
  composed({
    takes: [text],
    gives: { row: text('ctid::text'), key: text(`(${column.key})::text`), value: valueOf(column) },
    text: (row) => `
      SELECT ${row} FROM ${column.table}
      WHERE ${column.column} IS NOT NULL AND NOT ${hasHeader(column)} LIMIT ${BATCH}
      FOR NO KEY UPDATE ${isWaiting ? '' : 'SKIP LOCKED'}`,
  });

/** One of each key. */
const samplesOf = (column: EncryptedColumn) =>
  composed({
    gives: { row: text(`''::text`), key: text(`(${column.key})::text`), value: valueOf(column) },
    text: (row) => `
      SELECT DISTINCT ON (${keyIdOf(column)}) ${row} FROM ${column.table} WHERE ${column.column} IS NOT NULL`,
  });
