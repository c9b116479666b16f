import { Injectable } from '@nestjs/common';
import { calendarFeeds, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import { instant, type RowOf } from '../../../platform/database/sql-types.js';
import { type RowFrom, statement } from '../../../platform/database/statement.js';
import { REACHABLE } from '../messages/messages.repository.js';

const FEED = pick(calendarFeeds, 'madeAt', 'readAt');
export type CalendarFeedRow = RowOf<typeof FEED>;

const OF = statement({
  takes: [calendarFeeds.userId],
  gives: FEED,
  text: (row) => `SELECT ${row} FROM calendar_feeds WHERE user_id = $1`,
});

/** The one before is good no longer. */
const MAKE = statement({
  takes: [calendarFeeds.userId, calendarFeeds.tokenHash, calendarFeeds.madeAt],
  text: `
    INSERT INTO calendar_feeds (user_id, token_hash, made_at) VALUES ($1, $2, $3)
    ON CONFLICT (user_id) DO UPDATE SET token_hash = EXCLUDED.token_hash, made_at = EXCLUDED.made_at, read_at = NULL`,
});

const END = statement({
  takes: [calendarFeeds.userId],
  text: `DELETE FROM calendar_feeds WHERE user_id = $1`,
});

const f = aliased(calendarFeeds, 'f');
const u = aliased(users, 'u');

/** Of somebody who may be told anything. */
const BY_TOKEN = statement({
  name: 'calendar_feed_by_token',
  takes: [calendarFeeds.tokenHash],
  gives: { ...pick(f, 'userId', 'readAt'), ...pick(u, 'language') },
  text: (row) => `
    SELECT ${row} FROM calendar_feeds f JOIN users u ON u.id = f.user_id WHERE f.token_hash = $1 AND ${REACHABLE}`,
});

const WAS_READ = statement({
  name: 'calendar_feed_was_read',
  takes: [calendarFeeds.tokenHash, instant],
  text: `UPDATE calendar_feeds SET read_at = $2 WHERE token_hash = $1`,
});

@Injectable()
export class CalendarFeedsRepository {
  constructor(private readonly database: Database) {}

  of(userId: string): Promise<CalendarFeedRow | null> {
    return this.database.row(OF, [userId]);
  }

  async make(userId: string, tokenHash: Buffer, at: Date): Promise<void> {
    await this.database.run(MAKE, [userId, tokenHash, at]);
  }

  async end(userId: string): Promise<void> {
    await this.database.run(END, [userId]);
  }

  byToken(tokenHash: Buffer): Promise<RowFrom<typeof BY_TOKEN> | null> {
    return this.database.row(BY_TOKEN, [tokenHash]);
  }

  async wasRead(tokenHash: Buffer, at: Date): Promise<void> {
    await this.database.run(WAS_READ, [tokenHash, at]);
  }
}
