import { Injectable } from '@nestjs/common';
import { guardProfiles, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { aliased, leftJoined, pick } from '../../../platform/database/shapes.js';
import { statement } from '../../../platform/database/statement.js';
import { PERSONAL_DATA } from '../registry/registry.js';
import type { TableEntry } from '../registry/registry.types.js';
import { maskingOf, type Masking, type NamesOfPerson } from './masking.js';

const NAMES = statement({
  takes: [users.id],
  gives: {
    ...pick(aliased(users, 'u'), 'email', 'phone', 'firstName', 'lastName'),
    licenseNumber: leftJoined(guardProfiles, 'g').licenseNumber,
  },
  text: (row) => `
    SELECT ${row} FROM users u LEFT JOIN guard_profiles g ON g.user_id = u.id WHERE u.id = $1 AND u.erased_at IS NULL`,
});

/** What became of the rows, by table. */
export type ErasureCounts = Record<string, { deleted?: number; changed?: number; masked?: number }>;

/** Takes a person out of every table, as the registry says. All in one transaction: nobody is half erased. */
@Injectable()
export class PersonEraser {
  constructor(private readonly database: Database) {}

  async erase(userId: string): Promise<ErasureCounts> {
    return this.database.transaction(async () => {
      const counts: ErasureCounts = {};
      const names = await this.namesOf(userId);
      const tables = Object.entries(PERSONAL_DATA);
      // Texts first: which rows they are in is asked of columns that go afterwards.
      if (names)
        for (const [name, table] of tables) await this.maskTexts(name, table, userId, maskingOf(names), counts);
      for (const [name, table] of tables)
        if (table.owner !== undefined) await this.eraseRows(name, table, userId, counts);
      return counts;
    });
  }

  /** The positions alone: they go on the day of the request. */
  async erasePositions(userId: string): Promise<void> {
    await this.database.run(`DELETE FROM location_history WHERE guard_id = $1`, [userId]);
    await this.database.run(
      `UPDATE guard_profiles SET current_location = NULL, location_updated_at = NULL, availability_status = 'offline'
       WHERE user_id = $1`,
      [userId],
    );
  }

  private async eraseRows(name: string, table: TableEntry, userId: string, counts: ErasureCounts): Promise<void> {
    const count = (counts[name] ??= {});
    if (table.rows === 'deleted') {
      count.deleted = await this.database.run(`DELETE FROM ${name} WHERE ${table.owner}`, [userId]);
      return;
    }
    const changes = Object.entries(table.columns).flatMap(([column, { erased }]) =>
      erased === undefined ? [] : [`${column} = ${erased}`],
    );
    if (changes.length > 0)
      count.changed = await this.database.run(`UPDATE ${name} SET ${changes.join(', ')} WHERE ${table.owner}`, [
        userId,
      ]);
  }

  /**
   * Others write about people too: "ask Luis at the gate". In jobs the person was part of, everything they can be recognised by is
   * blotted out; elsewhere what is theirs alone (address, phone, licence number), since namesakes must keep their texts.
   */
  private async maskTexts(
    name: string,
    table: TableEntry,
    userId: string,
    masking: { related: Masking; anywhere: Masking },
    counts: ErasureCounts,
  ): Promise<void> {
    const texts = Object.entries(table.columns).flatMap(([column, { freeText }]) => (freeText ? [column] : []));
    if (texts.length === 0 || table.rows === 'deleted') return;
    const related = [table.owner, table.party].filter((part) => part !== undefined).map((part) => `(${part})`);
    const masked =
      (await this.maskRows(name, table, texts, masking.related, { where: related.join(' OR '), userId })) +
      (await this.maskRows(name, table, texts, masking.anywhere, null));
    if (masked > 0) (counts[name] ??= {}).masked = masked;
  }

  private async maskRows(
    name: string,
    { key }: TableEntry,
    texts: string[],
    masking: Masking,
    scope: { where: string; userId: string } | null,
  ): Promise<number> {
    if (masking.likePatterns.length === 0) return 0;
    const mentions = texts.map((column) => `${column}::text ILIKE ANY ($1::text[])`).join(' OR ');
    const rows = await this.database.anyRows(
      `SELECT ${key.column} AS "rowKey", ${texts.join(', ')} FROM ${name}
       WHERE (${mentions}) ${scope ? `AND (${scope.where.replaceAll('$1', '$2')})` : ''}`,
      scope ? [masking.likePatterns, scope.userId] : [masking.likePatterns],
    );
    for (const { rowKey, ...row } of rows) {
      const values = texts.map((column) => toColumn(masking.mask(row[column])));
      const changes = texts.map((column, index) => `${column} = $${index + 2}`).join(', ');
      await this.database.run(`UPDATE ${name} SET ${changes} WHERE ${key.column} = $1`, [rowKey, ...values]);
    }
    return rows.length;
  }

  private namesOf(userId: string): Promise<NamesOfPerson | null> {
    return this.database.row(NAMES, [userId]);
  }
}

/** Arrays and objects are jsonb: the driver would send an array as one of PostgreSQL's. */
const toColumn = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
