import { Injectable } from '@nestjs/common';
import { guardProfiles, locationHistory, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { aliased, leftJoined, pick } from '../../../platform/database/shapes.js';
import { statement } from '../../../platform/database/statement.js';
import type { TableEntry } from '../registry/registry.types.js';
import type { ErasureStep } from './erasure-steps.js';
import { maskingOf, type Masking } from './masking.js';

const NAMES = statement({
  takes: [users.id],
  gives: {
    ...pick(aliased(users, 'u'), 'email', 'phone', 'firstName', 'lastName'),
    licenseNumber: leftJoined(guardProfiles, 'g').licenseNumber,
  },
  text: (row) => `
    SELECT ${row} FROM users u LEFT JOIN guard_profiles g ON g.user_id = u.id WHERE u.id = $1 AND u.erased_at IS NULL`,
});

const ERASE_TRAILS = statement({
  takes: [locationHistory.guardId, locationHistory.receivedAt],
  text: `DELETE FROM location_history WHERE guard_id = $1 AND received_at <= $2`,
});

/** Of a statement: whoever worked for ten years has more rows than a request may wait for. */
const STEP_TIMEOUT_SECONDS = 300;

/** What became of the rows of a table. */
export interface ErasureCounts {
  deleted?: number;
  changed?: number;
  masked?: number;
}

/** Takes a person out of one table after the other, as the registry says. */
@Injectable()
export class PersonEraser {
  constructor(private readonly database: Database) {}

  /** To be called in a transaction of its own. Done twice it changes nothing the second time. */
  async take({ does, table, entry }: ErasureStep, userId: string): Promise<ErasureCounts> {
    await this.database.run(`SET LOCAL statement_timeout = '${STEP_TIMEOUT_SECONDS}s'`);
    if (does === 'erase') return this.eraseRows(table, entry, userId);
    const names = await this.database.row(NAMES, [userId]);
    return { masked: names ? await this.maskTexts(table, entry, userId, maskingOf(names)) : 0 };
  }

  /** Where they are. Where they were is asked for by the event of their closing (closed-positions.ts). */
  async erasePosition(userId: string): Promise<void> {
    await this.database.run(
      `UPDATE guard_profiles SET current_location = NULL, location_updated_at = NULL, availability_status = 'offline', back_to = NULL
       WHERE user_id = $1`,
      [userId],
    );
  }

  /** All that had come by `receivedBy`: what comes after it is of an account that was opened again. */
  async eraseTrails(userId: string, receivedBy: Date): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(`SET LOCAL statement_timeout = '${STEP_TIMEOUT_SECONDS}s'`);
      await this.database.run(ERASE_TRAILS, [userId, receivedBy]);
    });
  }

  private async eraseRows(name: string, table: TableEntry, userId: string): Promise<ErasureCounts> {
    if (table.rows === 'deleted')
      return { deleted: await this.database.run(`DELETE FROM ${name} WHERE ${table.owner}`, [userId]) };
    const changes = Object.entries(table.columns).flatMap(([column, { erased }]) =>
      erased === undefined ? [] : [`${column} = ${erased}`],
    );
    if (changes.length === 0) return {};
    const emptying = `UPDATE ${name} SET ${changes.join(', ')} WHERE ${table.owner}`;
    return { changed: await this.database.run(emptying, [userId]) };
  }

  /**
   * Others write about people too: "ask Luis at the gate". In what was written about jobs that the person was part of, everything
   * they can be recognised by is blotted out. Nowhere else: a value that the person has chosen is no pattern to search everybody's
   * texts with, and what the machine has written, or says where a place is, names nobody.
   */
  private async maskTexts(name: string, table: TableEntry, userId: string, masking: Masking): Promise<number> {
    const texts = Object.entries(table.columns).flatMap(([column, { mayName }]) =>
      mayName ? [{ column, mayName }] : [],
    );
    const related = [table.owner, table.party].filter((part) => part !== undefined).map((part) => `(${part})`);
    if (related.length === 0 || masking.likePatterns.length === 0) return 0;
    const columns = texts.map(({ column }) => column);
    const rows = await this.database.anyRows(
      `SELECT ${table.key.column} AS "rowKey", ${columns.join(', ')} FROM ${name}
       WHERE (${related.join(' OR ')}) AND (${columns.map((column) => `${column}::text ILIKE ANY ($2::text[])`).join(' OR ')})`,
      [userId, masking.likePatterns],
    );
    for (const { rowKey, ...row } of rows) {
      const values = texts.map(({ column, mayName }) =>
        toColumn(masking.mask(row[column], mayName === true ? undefined : mayName)),
      );
      const changes = columns.map((column, index) => `${column} = $${index + 2}`).join(', ');
      await this.database.run(`UPDATE ${name} SET ${changes} WHERE ${table.key.column} = $1`, [rowKey, ...values]);
    }
    return rows.length;
  }
}

/** Arrays and objects are jsonb: the driver would send an array as one of PostgreSQL's. */
const toColumn = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
