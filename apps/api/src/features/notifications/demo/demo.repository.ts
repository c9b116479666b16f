import { Injectable } from '@nestjs/common';
import { messages, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import { instant, integer, texts } from '../../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import { dialled } from '../../identity/users/phone-numbers.js';

const m = aliased(messages, 'm');
const u = aliased(users, 'u');

const NEWEST_OF = statement({
  takes: [texts, integer],
  gives: {
    ...pick(m, 'id', 'kind', 'jobId', 'facts', 'createdAt'),
    ...pick(u, 'email', 'language'),
    pushedAt: instant.orNull(
      `(SELECT max(d.sent_at) FROM message_deliveries d WHERE d.message_id = m.id AND d.channel = 'push')`,
    ),
  },
  text: (row) => `
    SELECT ${row} FROM messages m JOIN users u ON u.id = m.user_id
    WHERE u.email = ANY ($1) ORDER BY m.created_at DESC, m.id DESC LIMIT $2`,
});
export type ShownMessage = RowFrom<typeof NEWEST_OF>;

const NUMBERS_OF = statement({
  takes: [texts],
  gives: pick(users, 'email', 'phone'),
  text: (row) => `SELECT ${row} FROM users WHERE email = ANY ($1) AND phone IS NOT NULL`,
});

/** What the demo shows of its own people. */
@Injectable()
export class DemoRepository {
  constructor(private readonly database: Database) {}

  newestOf(emails: readonly string[], limit: number): Promise<ShownMessage[]> {
    return this.database.rows(NEWEST_OF, [emails, limit]);
  }

  /** Addresses by the number that SMS go to. */
  async numbersOf(emails: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.rows(NUMBERS_OF, [emails]);
    return new Map(rows.map(({ email, phone }) => [dialled(phone ?? ''), email]));
  }
}
