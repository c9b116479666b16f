import { Injectable } from '@nestjs/common';
import { messageDeliveries, messages, users } from '../../../../database/tables.js';
import { pageStart } from '../../../platform/database/page-start.js';
import { Database } from '../../../platform/database/database.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import {
  bigint,
  boolean,
  instant,
  integer,
  json,
  jsonText,
  text,
  uuids,
} from '../../../platform/database/sql-types.js';
import { composed, Parameters, type RowFrom, statement } from '../../../platform/database/statement.js';
import type { Position } from '../../../platform/http/paging.js';
import { fullNameSql } from '../../identity/users/full-name.js';
import { mayActSql } from '../../identity/users/may-act-sql.js';
import type { Facts, Recipient } from '../matrix/line.js';

export interface NewMessage {
  id: string;
  causeId: string;
  kind: string;
  to: Recipient;
  /** Of whom is known by name; the parties of the job are looked up. */
  userId: string | null;
  jobId: string | null;
  /** Who did it is not told of it. */
  actorId: string | null;
  facts: Facts;
  topic: string;
  createdAt: Date;
  expiresAt: Date | null;
}

/** Nobody who is blocked or gone is told anything. */
export const REACHABLE = mayActSql('u');

const TOLD = `jsonb_to_recordset($1::jsonb) AS t (id uuid, "causeId" uuid, kind text, "to" text, "userId" uuid, "jobId" uuid,
  "actorId" uuid, facts jsonb, topic text, "createdAt" timestamptz, "expiresAt" timestamptz)`;

/**
 * What is new takes the place of what was said under the same topic before. PostgreSQL expects a hundred rows of what is told, for
 * which it would read all messages once; OFFSET 0 keeps what was said before a question for each row, which the index answers.
 */
const written = (addressees: string): string => `
  WITH written AS (
    INSERT INTO messages (id, cause_id, user_id, kind, job_id, facts, topic, created_at, expires_at)
    ${addressees}
    ON CONFLICT (cause_id, user_id) DO NOTHING
    RETURNING user_id, topic, created_at)
  UPDATE messages SET replaced_at = (SELECT max(created_at) FROM written)
  WHERE id = ANY (ARRAY(
    SELECT before.id FROM written w
    CROSS JOIN LATERAL (
      SELECT said.id FROM messages said
      WHERE said.user_id = w.user_id AND said.topic IN (w.topic, replace(w.topic, 'job:', 'reminder:'))
        AND said.read_at IS NULL AND said.replaced_at IS NULL OFFSET 0) before))`;

const COLUMNS = `t."causeId", u.id, t.kind, t."jobId", t.facts, t.topic, t."createdAt", t."expiresAt"`;
const MAY_BE_TOLD = `u.id IS DISTINCT FROM t."actorId" AND ${REACHABLE}`;

/** The parties are those that the job has at the end of the transaction. */
const WRITE = statement({
  name: 'messages_write',
  takes: [jsonText],
  text: written(`
    SELECT t.id, ${COLUMNS} FROM ${TOLD}
    CROSS JOIN LATERAL (
      SELECT CASE t."to" WHEN 'customer' THEN (SELECT customer_id FROM jobs WHERE id = t."jobId")
        WHEN 'guard' THEN (SELECT guard_id FROM jobs WHERE id = t."jobId") ELSE t."userId" END AS id OFFSET 0) party
    CROSS JOIN LATERAL (SELECT * FROM users u WHERE u.id = party.id AND ${MAY_BE_TOLD} OFFSET 0) u`),
});

const WRITE_TO_ADMINS = statement({
  name: 'messages_write_to_admins',
  takes: [jsonText],
  text: written(`
    SELECT gen_random_uuid(), ${COLUMNS} FROM ${TOLD} JOIN users u ON u.role = 'admin' WHERE ${MAY_BE_TOLD}`),
});

const m = aliased(messages, 'm');
const MESSAGE = pick(m, 'id', 'kind', 'jobId', 'facts', 'createdAt', 'expiresAt', 'replacedAt', 'shownAt', 'readAt');
export type MessageRow = RowFrom<typeof ONE>;

const ONE = statement({
  takes: [messages.id, messages.userId],
  gives: MESSAGE,
  text: (row) => `SELECT ${row} FROM messages m WHERE m.id = $1 AND m.user_id = $2`,
});

const MARK_SHOWN = statement({
  name: 'messages_mark_shown',
  takes: [uuids, messages.userId, messages.shownAt],
  text: `UPDATE messages SET shown_at = $3 WHERE id = ANY ($1) AND user_id = $2 AND shown_at IS NULL`,
});

const read = (which: string): string => `
  UPDATE messages SET read_at = $2, shown_at = COALESCE(shown_at, $2) WHERE user_id = $1 AND read_at IS NULL AND ${which}`;

const READ = statement({
  name: 'messages_read',
  takes: [messages.userId, instant, uuids],
  text: read('id = ANY ($3)'),
});
const READ_OF_JOB = statement({
  name: 'messages_read_of_job',
  takes: [messages.userId, instant, messages.jobId],
  text: read('job_id = $3'),
});
const READ_ALL = statement({ takes: [messages.userId, instant], text: read('true') });

const UNREAD = statement({
  name: 'messages_unread',
  takes: [messages.userId, instant],
  gives: { unread: bigint('count(*)') },
  text: (row) => `
    SELECT ${row} FROM messages
    WHERE user_id = $1 AND read_at IS NULL AND replaced_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
});

/** Whose message of a cause nobody has seen and that is still true. */
const HAS_UNSEEN = statement({
  name: 'messages_has_unseen',
  takes: [messages.causeId, instant],
  gives: {
    isAny: boolean(`EXISTS (
      SELECT FROM messages WHERE cause_id = $1 AND shown_at IS NULL AND replaced_at IS NULL
        AND (expires_at IS NULL OR expires_at > $2))`),
  },
  text: (row) => `SELECT ${row}`,
});

const d = aliased(messageDeliveries, 'd');
const u = aliased(users, 'u');
interface TracedDelivery {
  channel: 'push' | 'email' | 'sms';
  state: 'queued' | 'sending' | 'sent' | 'shown' | 'failed';
  attempts: number;
  at: string;
  failure: string | null;
}

const OF_JOB = statement({
  takes: [messages.jobId, integer],
  gives: {
    ...MESSAGE,
    userId: u.id,
    role: u.role,
    name: text(fullNameSql('u')),
    deliveries: json<TracedDelivery[]>()(`COALESCE((
      SELECT json_agg(json_build_object('channel', ${d.channel.text}, 'state', ${d.state.text}, 'attempts', d.attempts,
        'at', d.updated_at, 'failure', d.failure) ORDER BY d.created_at, d.id)
      FROM message_deliveries d WHERE d.message_id = m.id), '[]')`),
  },
  text: (row) => `
    SELECT ${row} FROM messages m JOIN users u ON u.id = m.user_id
    WHERE m.job_id = $1 ORDER BY m.created_at DESC, m.id DESC LIMIT $2`,
});
export type TracedMessage = RowFrom<typeof OF_JOB>;

@Injectable()
export class MessagesRepository {
  constructor(private readonly database: Database) {}

  /** At the end of the open transaction, when the job has the parties that it is to have. */
  async write(written: readonly NewMessage[]): Promise<void> {
    const collected = this.database.collect<NewMessage[]>(
      this,
      () => [],
      (all) => this.insert(all),
    );
    if (collected) collected.push(...written);
    else await this.insert(written);
  }

  private async insert(all: readonly NewMessage[]): Promise<void> {
    const forAdmins = all.filter(({ to }) => to === 'admins');
    const others = all.filter(({ to }) => to !== 'admins');
    if (others.length > 0) await this.database.write(WRITE, [JSON.stringify(others)]);
    if (forAdmins.length > 0) await this.database.write(WRITE_TO_ADMINS, [JSON.stringify(forAdmins)]);
  }

  /** One's own, newest first. */
  async page(userId: string, after: Position | null, limit: number): Promise<MessageRow[]> {
    const parameters = new Parameters();
    const conditions = [`m.user_id = ${parameters.bind(messages.userId, userId)}`];
    if (after) {
      const [at, id] = [parameters.bind(messages.createdAt, after.at), parameters.bind(messages.id, after.id)];
      conditions.push(`(m.created_at, m.id) < ${pageStart({ table: 'messages', time: 'created_at' }, at, id)}`);
    }
    const page = composed({
      gives: MESSAGE,
      text: (row) => `
        SELECT ${row} FROM messages m WHERE ${conditions.join(' AND ')}
        ORDER BY m.created_at DESC, m.id DESC LIMIT ${parameters.bind(integer, limit)}`,
    });
    return this.database.rows({ ...page, takes: parameters.takes }, parameters.values);
  }

  one(id: string, userId: string): Promise<MessageRow | null> {
    return this.database.row(ONE, [id, userId]);
  }

  async markShown(ids: readonly string[], userId: string, at: Date): Promise<void> {
    await this.database.run(MARK_SHOWN, [ids, userId, at]);
  }

  async read(userId: string, at: Date, which: { ids: string[] } | { jobId: string } | { all: true }): Promise<void> {
    if ('ids' in which) await this.database.run(READ, [userId, at, which.ids]);
    else if ('jobId' in which) await this.database.run(READ_OF_JOB, [userId, at, which.jobId]);
    else await this.database.run(READ_ALL, [userId, at]);
  }

  async unread(userId: string, now: Date): Promise<number> {
    return (await this.database.row(UNREAD, [userId, now]))?.unread ?? 0;
  }

  async hasUnseen(causeId: string, now: Date): Promise<boolean> {
    return (await this.database.row(HAS_UNSEEN, [causeId, now]))?.isAny ?? false;
  }

  /** Of a job, newest first, with every way that each was sent by. */
  ofJob(jobId: string, limit: number): Promise<TracedMessage[]> {
    return this.database.rows(OF_JOB, [jobId, limit]);
  }
}
