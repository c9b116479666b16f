import { Injectable } from '@nestjs/common';
import { receiptKeys } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pick } from '../../../platform/database/shapes.js';
import { instant, type RowOf, text } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const SIGNING = { id: receiptKeys.id, privateKey: text("COALESCE(private_key_encrypted, '')") };
const PUBLIC = pick(receiptKeys, 'id', 'publicKey', 'createdAt', 'retiredAt');

/** Only who is retired has none. Held until the transaction ends: a key is not retired between a signature and its entry. */
const SIGNING_KEY = statement({
  takes: [],
  gives: SIGNING,
  text: (row) => `SELECT ${row} FROM receipt_keys WHERE retired_at IS NULL FOR SHARE`,
});

const HOLD_SIGNING_KEY = statement({
  takes: [],
  gives: { id: receiptKeys.id },
  text: (row) => `SELECT ${row} FROM receipt_keys WHERE retired_at IS NULL FOR NO KEY UPDATE`,
});

const RETIRE = statement({
  takes: [receiptKeys.id, instant],
  text: `UPDATE receipt_keys SET retired_at = $2, private_key_encrypted = NULL WHERE id = $1`,
});

const ADD = statement({
  takes: [receiptKeys.id, receiptKeys.publicKey, receiptKeys.privateKeyEncrypted, receiptKeys.createdAt],
  text: `INSERT INTO receipt_keys (id, public_key, private_key_encrypted, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING`,
});

const ALL = statement({
  takes: [],
  gives: PUBLIC,
  text: (row) => `SELECT ${row} FROM receipt_keys ORDER BY retired_at DESC NULLS FIRST, created_at DESC LIMIT 1000`,
});

/** The keys that sign receipts, and those that have signed them. */
@Injectable()
export class ReceiptKeysRepository {
  constructor(private readonly database: Database) {}

  /** In a transaction, until whose end it goes on to be the one that signs. */
  signing(): Promise<RowOf<typeof SIGNING> | null> {
    return this.database.row(SIGNING_KEY, []);
  }

  /** Nobody else signs until the transaction ends. */
  async holdSigning(): Promise<string | null> {
    return (await this.database.row(HOLD_SIGNING_KEY, []))?.id ?? null;
  }

  async retire(id: string, at: Date): Promise<void> {
    await this.database.run(RETIRE, [id, at]);
  }

  /** Nothing happens when another one signs. */
  async add(key: { id: string; publicKey: Buffer; privateKey: string; createdAt: Date }): Promise<void> {
    await this.database.run(ADD, [key.id, key.publicKey, key.privateKey, key.createdAt]);
  }

  /** The one that signs first, then the last retired. */
  all(): Promise<RowOf<typeof PUBLIC>[]> {
    return this.database.rows(ALL, []);
  }
}
