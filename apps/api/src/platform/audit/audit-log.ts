import type { UserRole } from '@aegis/contract';
import { actorRole, auditLog } from '../../../database/tables.js';
import { Clock } from '../clock/clock.js';
import { sha256 } from '../crypto/tokens.js';
import { Database } from '../database/database.js';
import { pick } from '../database/shapes.js';
import { bigint, integer, type RowOf, text, uuids } from '../database/sql-types.js';
import { statement } from '../database/statement.js';
import { requestContext } from '../logging/request-context.js';

export interface AuditEntry {
  /** What was done, as `admin.suspendUser`. */
  action: string;
  actor: { id: string | null; role: UserRole | 'system' };
  /** The person, job or payment it was done to. */
  subjectId?: string | null;
  /** Codes, numbers and ids only: the log cannot be changed, so nothing in it may name a person. */
  facts?: Record<string, string | number | boolean | null>;
}

export interface AuditFilter {
  /** A position; null: from the newest. */
  before: number | null;
  /** null: of all of them. */
  actorRole: AuditEntry['actor']['role'] | null;
  /** Ids of people and jobs that the entries are by or about; null: of all. */
  of: string[] | null;
}

export interface ChainBreak {
  position: number;
  reason: string;
}

/** What the first row points to. */
const GENESIS = Buffer.alloc(32);

/** Any number that no other program uses as an advisory lock of this database. */
const CHAIN_LOCK = 7_203_413;
const BATCH = 1000;

const ROW = {
  position: auditLog.position,
  occurredAt: text(`to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`),
  ...pick(auditLog, 'action', 'actorId', 'actorRole', 'subjectId', 'requestId', 'facts'),
};
const LINK = { ...ROW, ...pick(auditLog, 'previousHash', 'hash') };

export type AuditRow = RowOf<typeof ROW>;
type StoredRow = RowOf<typeof LINK>;

const HEAD = statement({
  gives: pick(auditLog, 'position', 'hash'),
  text: (row) => `SELECT ${row} FROM audit_log ORDER BY position DESC LIMIT 1`,
});

const WITH_HASH = statement({
  takes: [text],
  gives: pick(auditLog, 'position'),
  text: (row) => `SELECT ${row} FROM audit_log WHERE encode(hash, 'hex') = $1`,
});

const LIST = statement({
  takes: [bigint.orNull, actorRole.orNull, integer],
  gives: ROW,
  text: (row) => `
    SELECT ${row} FROM audit_log
    WHERE ($1::bigint IS NULL OR position < $1) AND ($2::actor_role IS NULL OR actor_role = $2)
    ORDER BY position DESC LIMIT $3`,
});

/** By whom or to whom: each found by its own index, newest first, however long the log is. */
const LIST_OF = statement({
  takes: [bigint.orNull, actorRole.orNull, uuids, integer],
  gives: ROW,
  text: (row) => `
    SELECT ${row} FROM audit_log
    WHERE position IN (
      SELECT newest.position FROM unnest($3::uuid[]) AS sought (id) CROSS JOIN LATERAL (
        (SELECT position FROM audit_log
         WHERE actor_id = sought.id AND ($1::bigint IS NULL OR position < $1) AND ($2::actor_role IS NULL OR actor_role = $2)
         ORDER BY position DESC LIMIT $4)
        UNION
        (SELECT position FROM audit_log
         WHERE subject_id = sought.id AND ($1::bigint IS NULL OR position < $1) AND ($2::actor_role IS NULL OR actor_role = $2)
         ORDER BY position DESC LIMIT $4)) AS newest)
    ORDER BY position DESC LIMIT $4`,
});

const ABOUT = statement({
  takes: [auditLog.subjectId, integer],
  gives: ROW,
  text: (row) => `SELECT ${row} FROM audit_log WHERE subject_id = $1 ORDER BY position DESC LIMIT $2`,
});

const CHAIN = statement({
  takes: [bigint],
  gives: LINK,
  text: (row) => `SELECT ${row} FROM audit_log WHERE position > $1 ORDER BY position LIMIT ${BATCH}`,
});

/** Append-only, each row with the hash of the one before: who changes or removes one breaks every later link. */
export class AuditLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** In the open transaction, or in one of its own. Writers wait for each other from here to their commit: call it last. */
  async record(entry: AuditEntry): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(`SELECT pg_advisory_xact_lock($1)`, [CHAIN_LOCK]);
      const head = await this.database.row(HEAD);
      const row: AuditRow = {
        position: (head?.position ?? 0) + 1,
        occurredAt: this.clock.now().toISOString(),
        action: entry.action,
        actorId: entry.actor.id,
        actorRole: entry.actor.role,
        subjectId: entry.subjectId ?? null,
        requestId: requestContext.getStore()?.requestId ?? null,
        facts: entry.facts ?? {},
      };
      const previous = head?.hash ?? GENESIS;
      await this.database.run(
        `INSERT INTO audit_log (position, occurred_at, action, actor_id, actor_role, subject_id, request_id, facts,
           previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          row.position,
          row.occurredAt,
          row.action,
          row.actorId,
          row.actorRole,
          row.subjectId,
          row.requestId,
          JSON.stringify(row.facts),
          previous,
          linkHash(previous, row),
        ],
      );
    });
  }

  /**
   * Walks the whole chain. `head` is to be kept elsewhere: a log cut off at its end is whole in itself, and only the
   * position and hash of an earlier day tell.
   */
  async verify(): Promise<{ rows: number; head: string | null; broken: ChainBreak | null }> {
    let previous: Buffer = GENESIS;
    let rows = 0;
    for (;;) {
      const batch = await this.read(rows);
      for (const row of batch) {
        const broken = breakOf(row, rows + 1, previous);
        if (broken) return { rows, head: previous.toString('hex'), broken };
        previous = row.hash;
        rows++;
      }
      if (batch.length < BATCH) return { rows, head: rows > 0 ? previous.toString('hex') : null, broken: null };
    }
  }

  /** Whether a row has this hash: the head of an earlier day must still be there. */
  async contains(head: string): Promise<boolean> {
    return (await this.database.row(WITH_HASH, [head])) !== null;
  }

  /** Newest first. */
  list({ before, actorRole: role, of }: AuditFilter, limit: number): Promise<AuditRow[]> {
    return of === null
      ? this.database.rows(LIST, [before, role, limit])
      : this.database.rows(LIST_OF, [before, role, of, limit]);
  }

  /** What was done to one person, job or payment, or read of them; newest first. */
  about(subjectId: string, limit: number): Promise<AuditRow[]> {
    return this.database.rows(ABOUT, [subjectId, limit]);
  }

  private read(after: number): Promise<StoredRow[]> {
    return this.database.rows(CHAIN, [after]);
  }
}

function breakOf(row: StoredRow, position: number, previous: Buffer): ChainBreak | null {
  if (row.position !== position) return { position, reason: 'is missing' };
  if (!row.previousHash.equals(previous)) return { position, reason: 'does not follow the row before it' };
  if (!row.hash.equals(linkHash(previous, row))) return { position, reason: 'was changed after it was written' };
  return null;
}

/** Over the row before and every column, facts by sorted key: jsonb keeps no order. */
function linkHash(previous: Buffer, row: AuditRow): Buffer {
  const facts = Object.entries(row.facts).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(
    JSON.stringify([
      previous.toString('hex'),
      row.position,
      row.occurredAt,
      row.action,
      row.actorId,
      row.actorRole,
      row.subjectId,
      row.requestId,
      facts,
    ]),
  );
}
