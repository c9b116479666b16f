import { Database } from '../database/database.js';
import { jsonText } from '../database/sql-types.js';
import { statement } from '../database/statement.js';

/** A row of the timeline. */
export interface ToldRow {
  jobId: string | null;
  userId: string | null;
  type: string;
  actorId: string | null;
  actorRole: string;
  from: string | null;
  to: string | null;
  details: object;
  at: Date;
}

/** An event for one consumer. `takenBy`: the process that takes it up itself after the commit; null leaves it to any. */
interface QueuedCopy {
  id: string;
  event: string;
  consumer: string;
  payload: object;
  at: Date;
  takenBy: string | null;
}

/** A moment to look again. An equal one that is set already is enough when it is due after `certain`. */
interface SetDeadline {
  id: string;
  kind: string;
  subjectId: string;
  dueAt: Date;
  certain: Date;
}

interface Remarks {
  told: ToldRow[];
  queued: QueuedCopy[];
  deadlines: SetDeadline[];
}

/**
 * Rows of the timeline in the order in which they were told: their ids follow it. PostgreSQL expects a hundred rows of each text, for
 * which it would read all deadlines once (NOT EXISTS); a scalar query is asked for each row there is, from the index.
 */
const WRITE = statement({
  name: 'aftermath_write',
  takes: [jsonText, jsonText, jsonText],
  text: `
    WITH told AS (
      INSERT INTO timeline (job_id, user_id, type, actor_id, actor_role, from_status, to_status, details, occurred_at)
      SELECT "jobId", "userId", type, "actorId", "actorRole", "from", "to", details, "at"
      FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS ("jobId" uuid, "userId" uuid, type text, "actorId" uuid,
        "actorRole" actor_role, "from" text, "to" text, details jsonb, "at" timestamptz)) WITH ORDINALITY
      ORDER BY ordinality
    ), queued AS (
      INSERT INTO queued_events (id, event, consumer, payload, published_at, due_at, taken_by)
      SELECT id, event, consumer, payload, "at", "at", "takenBy"
      FROM jsonb_to_recordset($2::jsonb) AS copy (id uuid, event text, consumer text, payload jsonb, "at" timestamptz,
        "takenBy" uuid)
    )
    INSERT INTO deadlines (id, kind, subject_id, due_at)
    SELECT id, kind, "subjectId", "dueAt"
    FROM jsonb_to_recordset($3::jsonb) AS one (id uuid, kind text, "subjectId" uuid, "dueAt" timestamptz,
      certain timestamptz)
    WHERE "dueAt" <= certain OR (
      SELECT 1 FROM deadlines WHERE due_at = "dueAt" AND subject_id = "subjectId" AND kind = one.kind LIMIT 1) IS NULL`,
});

/**
 * What a transaction says besides its own change: what happened, whom to tell, when to look again. Nobody reads it before
 * the commit, so all of it goes to the server as one statement at the end of the transaction (docs/decisions/0090).
 */
export class Aftermath {
  constructor(private readonly database: Database) {}

  /** In the open transaction; without one it is written at once. */
  async say(remarks: Partial<Remarks>): Promise<void> {
    const collected = this.database.collect(this, emptyRemarks, (all) => this.write(all));
    if (!collected) return this.write({ ...emptyRemarks(), ...remarks });
    collected.told.push(...(remarks.told ?? []));
    collected.queued.push(...(remarks.queued ?? []));
    for (const deadline of remarks.deadlines ?? [])
      if (!collected.deadlines.some((known) => isSame(known, deadline))) collected.deadlines.push(deadline);
  }

  private write({ told, queued, deadlines }: Remarks): Promise<void> {
    return this.database.write(WRITE, [JSON.stringify(told), JSON.stringify(queued), JSON.stringify(deadlines)]);
  }
}

const emptyRemarks = (): Remarks => ({ told: [], queued: [], deadlines: [] });

const isSame = (a: SetDeadline, b: SetDeadline): boolean =>
  a.kind === b.kind && a.subjectId === b.subjectId && a.dueAt.getTime() === b.dueAt.getTime();
